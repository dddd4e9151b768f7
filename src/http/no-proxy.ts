import { BlockList, isIP } from 'node:net';
import { hostOf, portOf } from './url.ts';

/**
 * Whether a URL is reached without the proxy: an entry is `*`, a name (which stands for the names below it, too), `.name` (only
 * those below it), an address or a range of them (CIDR); a name or an address may have a port. Names are not resolved.
 */
export function goesDirect(url: URL, entries: readonly string[]): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  const port = portOf(url);
  return entries.some((text) => {
    const entry = parseNoProxy(text);
    return entry !== undefined && (entry.port ?? port) === port && covers(entry, host);
  });
}

/** Whether such an entry makes sense. */
export function isNoProxyEntry(text: string): boolean {
  return parseNoProxy(text) !== undefined;
}

type Entry = {
  readonly port?: number;
} & (
  | { readonly kind: 'any' }
  | { readonly kind: 'name'; readonly name: string; readonly below: boolean }
  | { readonly kind: 'range'; readonly address: string; readonly bits: number }
);

function parseNoProxy(given: string): Entry | undefined {
  const text = given.trim().toLowerCase();
  if (text === '*') return { kind: 'any' };
  const [, range = '', bits] = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (bits !== undefined) return Number(bits) <= bitsOf(range) ? rangeOf(range, Number(bits)) : undefined;
  if (isIP(text) !== 0) return rangeOf(text, bitsOf(text));
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]+)\]|([^:/\s[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? {} : { port: Number(digits) };
  const address = bracketed ?? plain;
  if (isIP(address) !== 0) return { ...rangeOf(address, bitsOf(address)), ...port };
  const name = plain.replace(/^\*?\./, '').replace(/\.$/, '');
  return /^[^.*\s]+(?:\.[^.*\s]+)*$/.test(name)
    ? { kind: 'name', name, below: name !== plain.replace(/\.$/, ''), ...port }
    : undefined;
}

function bitsOf(address: string): number {
  return { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
}

function rangeOf(address: string, bits: number): Entry {
  return { kind: 'range', address, bits };
}

function covers(entry: Entry, host: string): boolean {
  if (entry.kind === 'any') return true;
  if (entry.kind === 'name') return host.endsWith(`.${entry.name}`) || (!entry.below && host === entry.name);
  const family = isIP(host);
  if (family === 0 || family !== isIP(entry.address)) return false;
  const range = new BlockList();
  range.addSubnet(entry.address, entry.bits, family === 6 ? 'ipv6' : 'ipv4');
  return range.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
