import ipaddr from 'ipaddr.js';
import { Failure } from '../domain/failure.ts';
import type { Lookup } from './lookup.ts';

/** The same look-up, which tells only addresses that may be connected to; it rejects with a Failure `not_permitted` where a name leads to any other. */
export function guardLookup(lookup: Lookup, mayReach: (address: string) => boolean): Lookup {
  return async (hostname, options) => {
    const { resolver } = options;
    // Whom we ask is connected to as well.
    if (resolver !== undefined && !mayReach(addressIn(resolver))) throw refusal(`the resolver ${resolver}`);
    const addresses = await lookup(hostname, options);
    // All of them: which one is connected to is up to whoever answers first.
    const inside = addresses.find(({ address }) => !mayReach(address));
    if (inside !== undefined)
      throw refusal(inside.address === hostname ? hostname : `${hostname}, which is ${inside.address},`);
    return addresses;
  };
}

function refusal(what: string): Failure {
  return new Failure(
    'not_permitted',
    `${what} is not a public address, and nothing else may be looked at here (server.allow_private_targets)`,
  );
}

/** `address`, `address:port` or `[address]:port`. */
function addressIn(resolver: string): string {
  return /^\[([^\]]+)\]/.exec(resolver)?.[1] ?? (ipaddr.isValid(resolver) ? resolver : resolver.replace(/:\d+$/, ''));
}

// The only one of a cloud that looks public: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
const azureHost = '168.63.129.16';

/** Whether an address is one of the public internet (IANA special-purpose registries), or within one of these CIDR ranges. */
export function isReachable(address: string, allowed: readonly string[] = []): boolean {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.process(bare);
  return allowed.some((range) => isWithin(parsed, range)) || isPublic(parsed);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [base, bits] = ipaddr.isValidCIDR(range) ? ipaddr.parseCIDR(range) : wholeAddress(range);
  return base.kind() === address.kind() && address.match(base, bits);
}

function wholeAddress(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const address = ipaddr.process(text);
  return [address, address.toByteArray().length * 8];
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && address.toString() !== azureHost;
  const bytes = address.toByteArray();
  // A translator sends what is addressed so to the IPv4 address in it (RFC 6052).
  if (address.range() === 'rfc6052') return isPublic(ipv4At(bytes, 12));
  if (!isGlobalUnicast(bytes) || address.range() !== 'unicast') return false;
  // So does a tunnel within a site (ISATAP, RFC 5214).
  const isTunnel = bytes[10] === 0x5e && bytes[11] === 0xfe && ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0;
  return !isTunnel || isPublic(ipv4At(bytes, 12));
}

/** 2000::/3: all that was ever given out (RFC 4291 §2.4). */
function isGlobalUnicast([first = 0]: readonly number[]): boolean {
  return first >> 5 === 1;
}

function ipv4At(bytes: readonly number[], at: number): ipaddr.IPv4 {
  return new ipaddr.IPv4(bytes.slice(at, at + 4));
}
