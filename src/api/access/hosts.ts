import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The name or address of a `Host` header or of the authority of a URL, in lower case, without port and brackets; undefined for what is none. */
export function hostIn(authority: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::\d{1,5})?$/.exec(authority) ?? [];
  return (bracketed ?? plain)?.toLowerCase().replace(/\.$/, '');
}

/** Whether a name or an address leads to this machine alone. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (!ipaddr.isValid(host)) return false;
  return ipaddr.process(host).range() === 'loopback';
}

/**
 * Whether a request that names this host is meant for us. A page of another site can make its own name lead here (DNS
 * rebinding), so that names have to be known; no address can be made to lead elsewhere.
 */
export function isOurHost(host: string, ours: readonly string[]): boolean {
  return isIP(host) !== 0 || isLoopback(host) || ours.includes(host);
}

/** Whether a browser sends a request on behalf of our own pages: `Origin` names the host that is asked (RFC 6454). */
export function isOwnOrigin(origin: string, hostHeader: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  const asked = `${protocol}//${hostHeader}`;
  return URL.canParse(asked) && new URL(asked).host === host;
}
