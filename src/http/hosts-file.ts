import { isIP } from 'node:net';
import type { ResolvedAddress } from './address.ts';

/** The addresses a hosts file gives to each name, in lower case. */
export type Hosts = ReadonlyMap<string, readonly ResolvedAddress[]>;

/** Reads the text of a hosts file (hosts(5)); lines that do not begin with an address are left out. */
export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, ResolvedAddress[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    if (family !== 4 && family !== 6) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      hosts.set(key, [...(hosts.get(key) ?? []), { address, family }]);
    }
  }
  return hosts;
}

/** The loopback addresses that `localhost` and the names below it always have (RFC 6761 §6.3). */
export const loopback: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Whether a name in lower case is `localhost` or below it. */
export function isLocalhost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}
