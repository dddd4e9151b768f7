import { isIP } from 'node:net';

/** The name under which an address is looked up for its own name (RFC 1035 §3.5, RFC 3596 §2.5). */
export function reverseName(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
  return `${[...nibblesOf(address)].toReversed().join('.')}.ip6.arpa`;
}

/** The 32 hexadecimal digits of an IPv6 address. */
function nibblesOf(address: string): string {
  const [withoutZone = ''] = address.split('%');
  // Turns an IPv4 address at the end into groups like the others.
  const plain = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const [before = [], after = []] = plain.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
}
