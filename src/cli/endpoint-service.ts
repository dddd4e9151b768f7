import type { EndpointOptions } from './endpoint-options.ts';
import { UsageError } from './exit-code.ts';

/** A service as services.yaml would write it. */
export type RawService = Readonly<Record<string, unknown>>;

/** What the command line says of an endpoint, in the words of services.yaml; `headerLines` come with `@FILE` already read. */
export function endpointService(
  url: string,
  options: Omit<EndpointOptions, 'header'>,
  headerLines: readonly string[],
): RawService {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const specific = parsed?.protocol === 'tcp:' ? tcpKeys(parsed, options) : httpKeys(url, options, headerLines);
  const { timeout, retries, resolver, ipFamily } = options;
  return withoutUndefined({
    name: 'test-endpoint',
    ...specific,
    timeout,
    resolver,
    ip_family: ipFamily === undefined || ipFamily === 'any' ? ipFamily : Number(ipFamily),
    retry: retries === undefined ? undefined : { max_retries: numberOr(retries), retry_non_idempotent: true },
  });
}

function tcpKeys(url: URL, { send, expect = [] }: Omit<EndpointOptions, 'header'>): RawService {
  if (url.port === '') throw new UsageError(`${url.href} names no port; write tcp://host:port`);
  if (expect.length > 1) throw new UsageError('a tcp endpoint takes one --expect');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { type: 'tcp', host, port: Number(url.port), send, expect: expect[0] };
}

function httpKeys(url: string, options: Omit<EndpointOptions, 'header'>, headerLines: readonly string[]): RawService {
  const { method, data, proxy, expect = [] } = options;
  const statuses = expect.filter(isStatus);
  return {
    url,
    method: method ?? (data === undefined ? undefined : 'POST'),
    headers: headerLines.length === 0 ? undefined : Object.fromEntries(headerLines.map(headerOf)),
    ...bodyKeys(data),
    follow_redirects: redirectsOf(options.followRedirects),
    expected_status: statuses.length === 0 ? undefined : statuses,
    assertions: expect.filter((what) => !isStatus(what)),
    tls: tlsKeys(options),
    proxy,
  };
}

function tlsKeys({ insecure, ca, cert, key, serverName }: Omit<EndpointOptions, 'header'>): RawService | undefined {
  const keys = withoutUndefined({ insecure, ca_file: ca, cert_file: cert, key_file: key, server_name: serverName });
  return Object.keys(keys).length === 0 ? undefined : keys;
}

function bodyKeys(data: string | undefined): RawService {
  if (data === undefined) return {};
  return data.startsWith('@') ? { body_file: data.slice(1) } : { body: data };
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
