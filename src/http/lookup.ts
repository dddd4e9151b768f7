import { isIP } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { ResolvedAddress } from './address.ts';
import { createFreshFile } from './fresh-file.ts';
import { isLocalhost, loopback, parseHosts } from './hosts-file.ts';
import { interruption } from './interruption.ts';
import { createNameServerPool } from './name-servers.ts';
import { candidateNames, parseResolvConf, type ResolvConf } from './resolv-conf.ts';
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
    const literal = literalOf(hostname, family);
    if (literal) return literal;

    const name = hostname.toLowerCase();
    const bare = name.endsWith('.') ? name.slice(0, -1) : name;
    const local = resolver === undefined ? ofFamily(hosts().get(bare) ?? [], family) : [];
    if (local.length > 0) return local;
    if (isLocalhost(bare)) return ofFamily(loopback, family);

    const { servers, names } =
      resolver === undefined ? bySystem(name, resolvConf()) : { servers: [resolver], names: [bare] };
    return pool.use(servers, (nameServers) => resolveName({ hostname, names, family, nameServers, signal }));
  };
}

function bySystem(name: string, conf: ResolvConf) {
  return { servers: conf.nameServers, names: candidateNames(name, conf) };
}

function literalOf(hostname: string, wanted: 4 | 6 | 'any'): readonly ResolvedAddress[] | undefined {
  const family = isIP(hostname);
  if (family !== 4 && family !== 6) return undefined;
  if (wanted === 'any' || wanted === family) return [{ address: hostname, family }];
  throw new Failure('dns_no_address', `${hostname} is not an IPv${wanted} address`);
}

function ofFamily(addresses: readonly ResolvedAddress[], family: 4 | 6 | 'any'): readonly ResolvedAddress[] {
  return family === 'any' ? addresses : addresses.filter((address) => address.family === family);
}
