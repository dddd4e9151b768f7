import type { Probe } from '../probes/probe.ts';
import { probes } from '../probes/registry.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { UsageError } from './exit-code.ts';

type Endpoint = Omit<EndpointOptions, 'header'>;

/** A service as services.yaml would write it. */
export type RawService = Readonly<Record<string, unknown>>;

/** What the command line says of an endpoint, in the words of services.yaml; `headerLines` come with `@FILE` already read. */
export async function endpointService(
  url: string,
  options: Endpoint,
  headerLines: readonly string[],
): Promise<RawService> {
  const probe = await probeFor(url);
  const specific =
    probe === undefined
      ? httpKeys(url, options, headerLines)
      : probeKeys(probe, new URL(url), { ...options, headerLines });
  const { timeout, retries, resolver, ipFamily } = options;
  const given = {
    // A type of service that has no such key says so.
    http_version: options.httpVersion,
    understand: options.understand,
    each_address: options.eachAddress,
    timeout,
    resolver,
    ip_family: ipFamily === undefined || ipFamily === 'any' ? ipFamily : Number(ipFamily),
    retry: retries === undefined ? undefined : { max_retries: numberOr(retries), retry_non_idempotent: true },
  };
  // What was not given must not take away what the URL says, such as the resolver of a DNS URL.
  return { name: 'test-endpoint', ...withoutUndefined(specific), ...withoutUndefined(given) };
}

/** The probe that a URL which is not of HTTP asks for; other types are only loaded for one. */
async function probeFor(url: string): Promise<AddressedProbe | undefined> {
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: 'http:' };
  if (protocol === 'http:' || protocol === 'https:') return undefined;
  const addressed = (await probes.every()).filter(isAddressed);
  const known = ['http:', 'https:', ...addressed.flatMap(({ endpoint }) => endpoint.protocols)];
  const probe = addressed.find(({ endpoint }) => endpoint.protocols.includes(protocol));
  if (probe) return probe;
  throw new UsageError(`svcmon does not speak ${protocol}//; it speaks ${known.map((name) => `${name}//`).join(', ')}`);
}

type AddressedProbe = Probe & Required<Pick<Probe, 'endpoint'>>;

function isAddressed(probe: Probe): probe is AddressedProbe {
  return probe.endpoint !== undefined;
}

function probeKeys(
  { type, endpoint, options: { shape } }: AddressedProbe,
  url: URL,
  { headerLines, ...options }: Endpoint & { readonly headerLines: readonly string[] },
): RawService {
  const { send, proxy, expect = [] } = options;
  const takesPattern = 'expect' in shape;
  if (takesPattern && expect.length > 1) throw new UsageError(`a ${type} endpoint takes one --expect`);
  const trust = tlsKeys(options);
  // A type that is all about TLS has these keys among its own.
  const isFlat = 'ca_file' in shape;
  return {
    type,
    ...keysOf(endpoint, url),
    ...withoutUndefined({
      send,
      proxy,
      ['metadata' in shape ? 'metadata' : 'headers']: headersOf(headerLines),
      expect: takesPattern ? expect[0] : undefined,
      assertions: takesPattern || expect.length === 0 ? undefined : expect,
      ...(isFlat ? trust : { tls: trust }),
    }),
  };
}

function keysOf(endpoint: AddressedProbe['endpoint'], url: URL): RawService {
  try {
    return endpoint.keys(url);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

function httpKeys(url: string, options: Endpoint, headerLines: readonly string[]): RawService {
  const { method, data, proxy, expect = [] } = options;
  const statuses = expect.filter(isStatus);
  return {
    url,
    method: method ?? (data === undefined ? undefined : 'POST'),
    headers: headersOf(headerLines),
    ...bodyKeys(data),
    follow_redirects: redirectsOf(options.followRedirects),
    expected_status: statuses.length === 0 ? undefined : statuses,
    assertions: expect.filter((what) => !isStatus(what)),
    tls: tlsKeys(options),
    proxy,
  };
}

function tlsKeys({ insecure, ca, cert, key, serverName }: Endpoint): RawService | undefined {
  const keys = withoutUndefined({ insecure, ca_file: ca, cert_file: cert, key_file: key, server_name: serverName });
  return Object.keys(keys).length === 0 ? undefined : keys;
}

function bodyKeys(data: string | undefined): RawService {
  if (data === undefined) return {};
  return data.startsWith('@') ? { body_file: data.slice(1) } : { body: data };
}

function headersOf(lines: readonly string[]): RawService | undefined {
  return lines.length === 0 ? undefined : Object.fromEntries(lines.map(headerOf));
}

function headerOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new UsageError(`--header ${JSON.stringify(line)}: expected "Name: value"`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function redirectsOf(wanted: boolean | string): unknown {
  if (wanted === true) return undefined;
  return wanted === false ? false : numberOr(wanted);
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function isStatus(what: string): boolean {
  return /^[1-5](?:xx|\d\d)(?:-[1-5]\d\d)?$/i.test(what);
}

function withoutUndefined(record: RawService): RawService {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
