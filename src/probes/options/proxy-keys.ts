import { z } from 'zod';
import { isNoProxyEntry } from '../../http/no-proxy.ts';

const schemes = new Set(['http:', 'https:', 'socks5:', 'socks5h:']);
// RFC 1929 §2: their lengths are a byte each.
const longestOfSocks = 255;

/** The `proxy` key. `environment` is replaced when a configuration is read; wherever it is not, it means none. */
export function proxyKey() {
  return z
    .string()
    .refine((text) => text === 'environment' || isProxy(text), {
      error: 'expected environment, or the URL of a proxy, such as http://proxy:3128 or socks5h://proxy:1080',
    })
    .transform((text) => (text === 'environment' ? undefined : text))
    .optional();
}

/** The `no_proxy` key. */
export function noProxyKey() {
  const entry = z.string().refine(isNoProxyEntry, {
    error: 'expected a host, .domain, address or range such as 10.0.0.0/8, or *',
  });
  return z.array(entry).max(1_000).optional();
}

/** The keys of a service that may go through a proxy. */
export const proxyKeys = {
  proxy: proxyKey().describe(
    'The proxy to go through: a URL of `http`, `https`, `socks5` (names are resolved here) or `socks5h` (names are resolved by the proxy), with user and password where it wants them; `environment`: as HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say, which count for nothing otherwise.',
  ),
  no_proxy: noProxyKey().describe(
    'What is reached without the proxy: `host` (with the names below it), `.domain` (only those below), addresses and ranges such as `10.0.0.0/8`, each but a range with a `:port` where only that is meant; `*` for everything. Names are not resolved for it.',
  ),
};

function isProxy(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (!schemes.has(protocol) || hostname === '' || port === '0') return false;
  return !protocol.startsWith('socks') || [username, password].every((one) => one.length <= longestOfSocks);
}
