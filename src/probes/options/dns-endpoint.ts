/**
 * The keys that a DNS URL stands for: `dns://SERVER[:PORT]/NAME?record=MX&transport=tcp`, with RFC 4501's `type` for `record`, and
 * `dns:///NAME` for the servers of this machine. Throws a RangeError that says what a URL without sense lacks.
 */
export function dnsEndpointKeys({ href, host, pathname, search }: URL): Readonly<Record<string, unknown>> {
  const query = decoded(pathname.replace(/^\//, ''));
  if (query === '') throw new RangeError(`${href} names nothing to ask for; write dns://${host || 'SERVER'}/NAME`);
  const keys: Record<string, unknown> = { query };
  if (host !== '') keys.resolver = decoded(host);
  // RFC 4501 §3 parts its elements by semicolons.
  for (const [name, value] of new URLSearchParams(search.replaceAll(';', '&'))) {
    const parameter = parameters.get(name.toLowerCase());
    if (parameter === undefined) {
      throw new RangeError(`${href}: ${name} is not known; a DNS URL may have ${[...parameters.keys()].join(', ')}`);
    }
    Object.assign(keys, parameter(value));
  }
  return keys;
}

type Parameter = (value: string) => Readonly<Record<string, unknown>>;

const parameters: ReadonlyMap<string, Parameter> = new Map<string, Parameter>([
  ['record', (value) => ({ record: value.toUpperCase() })],
  ['type', (value) => ({ record: value.toUpperCase() })],
  ['class', onlyInternet],
  ['transport', (value) => ({ transport: value.toLowerCase() })],
  ['resolver', (value) => ({ resolver: value })],
  ['expected_rcode', (value) => ({ expected_rcode: value.toUpperCase() })],
  ['dnssec', (value) => ({ dnssec: value === 'true' })],
]);

function onlyInternet(value: string): Readonly<Record<string, unknown>> {
  if (/^(?:in|1)$/i.test(value)) return {};
  throw new RangeError(`only records of class IN can be asked for, not ${value}`);
}

function decoded(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    return component;
  }
}
