import { Resolver } from 'node:dns';
import type { ResolvedAddress } from './address.ts';

/** The addresses of one family, or the c-ares code of why there are none (https://nodejs.org/api/dns.html#error-codes). */
export type FamilyAnswer =
  | { readonly addresses: readonly ResolvedAddress[]; readonly code?: never }
  | { readonly addresses?: never; readonly code: string };

/** Questions to one set of DNS servers. They never wait for other look-ups: c-ares needs no thread. */
export interface NameServers {
  /** Never rejects. */
  addresses(name: string, family: 4 | 6): Promise<FamilyAnswer>;
  /** Whether the servers know the root zone's name servers, which every working resolver does. Never rejects. */
  knowsRoot(): Promise<boolean>;
  /** Ends the questions still open; they answer ECANCELLED. */
  cancel(): void;
}

// The first question gets one second, later rounds twice the time of the one before: 7 s with one server.
const patience = { timeout: 1_000, tries: 3 };

/** Lends name servers, one look-up each at a time, so that cancelling one look-up ends no other. */
export function createNameServerPool() {
  const idle = new Map<string, NameServers[]>();

  return {
    /** Servers as `address` or `address:port`; an empty list means those of the system. */
    async use<T>(servers: readonly string[], ask: (nameServers: NameServers) => Promise<T>): Promise<T> {
      const key = servers.join();
      const free = idle.get(key) ?? [];
      idle.set(key, free);
      const lent = free.pop() ?? openNameServers(servers);
      try {
        return await ask(lent);
      } finally {
        lent.cancel();
        free.push(lent);
      }
    },
  };
}

function openNameServers(servers: readonly string[]): NameServers {
  const resolver = new Resolver(patience);
  if (servers.length > 0) resolver.setServers(servers);
  return {
    addresses: (name, family) =>
      new Promise((resolve) => {
        const done = (error: NodeJS.ErrnoException | null, found: readonly string[]) => {
          if (error) return resolve({ code: error.code ?? 'EBADRESP' });
          resolve({ addresses: found.map((address) => ({ address, family })) });
        };
        if (family === 4) resolver.resolve4(name, done);
        else resolver.resolve6(name, done);
      }),
    knowsRoot: () =>
      new Promise((resolve) => {
        resolver.resolveNs('.', (error) => resolve(error === null || error.code === 'ENODATA'));
      }),
    cancel: () => resolver.cancel(),
  };
}
