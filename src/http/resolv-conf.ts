import { isIP } from 'node:net';

/** What resolv.conf(5) says about asking. */
export interface ResolvConf {
  /** IP addresses as written; a port may follow as `address:port` or `[address]:port`. */
  readonly nameServers: readonly string[];
  readonly search: readonly string[];
  /** A name with fewer dots is looked for in the search list first. */
  readonly ndots: number;
}

const maxNdots = 15;

/** Reads the text of resolv.conf: `nameserver`, `domain`, `search` (the last of the two counts) and `options ndots:n`. */
export function parseResolvConf(text: string): ResolvConf {
  const nameServers: string[] = [];
  let search: readonly string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'nameserver') nameServers.push(...values.slice(0, 1).filter(isNameServer));
    if (keyword === 'domain') search = values.slice(0, 1);
    if (keyword === 'search') search = values;
    if (keyword === 'options') ndots = ndotsOf(values) ?? ndots;
  }
  return { nameServers, search: search.map(withoutDot).filter((domain) => domain !== ''), ndots };
}

/** The names to ask for, in order, when someone says `name` (resolv.conf(5), `search` and `ndots`). */
export function candidateNames(
  name: string,
  { search, ndots }: Pick<ResolvConf, 'search' | 'ndots'>,
): readonly string[] {
  if (name.endsWith('.')) return [withoutDot(name)];
  const searched = search.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

/** Others are ignored, as glibc does. */
function isNameServer(text: string): boolean {
  const [, bracketed, plain] = /^(?:\[(.+)\]|([^:]+)):\d{1,5}$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? text) !== 0;
}

function ndotsOf(options: readonly string[]): number | undefined {
  const value = options.findLast((option) => /^ndots:\d+$/.test(option))?.slice('ndots:'.length);
  return value === undefined ? undefined : Math.min(Number(value), maxNdots);
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
