import { isIP } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { ResolvedAddress } from './address.ts';
import { createFreshFile } from './fresh-file.ts';
import { isLocalhost, loopback, parseHosts } from './hosts-file.ts';
import { interruption } from './interruption.ts';
import { createNameServerPool } from './name-servers.ts';
import { candidateNames, parseResolvConf } from './resolv-conf.ts';
import { resolveName } from './resolve-name.ts';

export interface LookupOptions {
  readonly family: 4 | 6 | 'any';
  /** DNS server to ask, `address` or `address:port`; the system's without it. */
  readonly resolver?: string;
  readonly signal: AbortSignal;
}

/** Resolves a host name or IP literal to at least one address; rejects with a Failure (`dns_*`, `timeout`, `interrupted`). */
export type Lookup = (hostname: string, options: LookupOptions) => Promise<readonly ResolvedAddress[]>;

export interface LookupParts {
  readonly clock: Clock;
  /** Where hosts(5) and resolv.conf(5) are, if not in /etc. */
  readonly hostsPath?: string;
  readonly resolvConfPath?: string;
}

/**
 * The look-up of the whole program, over c-ares: unlike getaddrinfo it needs no thread, so a look-up never waits for others.
 * In order: IP literals, the hosts file, `localhost`, DNS with the search list of resolv.conf. A named `resolver` is asked
 * directly, past hosts file and search list, for exactly the name given. Nothing is cached: every look-up looks.
 */
export function createLookup({
  clock,
  hostsPath = '/etc/hosts',
  resolvConfPath = '/etc/resolv.conf',
}: LookupParts): Lookup {
  const hosts = createFreshFile({ path: hostsPath, parse: parseHosts, clock });
  const resolvConf = createFreshFile({ path: resolvConfPath, parse: parseResolvConf, clock });
  const pool = createNameServerPool();

  return async function lookup(hostname, { family, resolver, signal }) {
    if (signal.aborted) throw interruption(signal, `resolving ${hostname}`);
    const literal = isIP(hostname);
    if (literal === 4 || literal === 6) return literalOf({ address: hostname, family: literal }, family);

    const name = hostname.toLowerCase();
    const bare = name.endsWith('.') ? name.slice(0, -1) : name;
    const inHosts = resolver === undefined ? ofFamily(hosts().get(bare) ?? [], family) : [];
    if (inHosts.length > 0) return inHosts;
    if (isLocalhost(bare)) return ofFamily(loopback, family);

    const conf = resolvConf();
    const servers = resolver === undefined ? conf.nameServers : [resolver];
    const names = resolver === undefined ? candidateNames(name, conf) : [bare];
    return pool.use(servers, (nameServers) => resolveName({ hostname, names, family, nameServers, signal }));
  };
}

function literalOf(literal: ResolvedAddress, family: 4 | 6 | 'any'): readonly ResolvedAddress[] {
  const found = ofFamily([literal], family);
  if (found.length > 0) return found;
  throw new Failure('dns_no_address', `${literal.address} is not an IPv${family} address`);
}

function ofFamily(addresses: readonly ResolvedAddress[], family: 4 | 6 | 'any'): readonly ResolvedAddress[] {
  return family === 'any' ? addresses : addresses.filter((address) => address.family === family);
}
