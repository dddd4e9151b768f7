import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Failure, failureReasons } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { Lookup } from '../../http/lookup.ts';
import { parseResolvConf } from '../../http/resolv-conf.ts';
import { type DnsResolver, parseServer } from '../options/dns-keys.ts';

/** A DNS server to ask. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

/** The servers that a question may be put to, in order; any of them may answer it. */
export interface DnsServers {
  readonly list: readonly DnsServer[];
  /** Whether they are those of this machine, whose silence proves nothing about the name. */
  readonly areOurs: boolean;
}

export interface ServerChoice {
  readonly resolver: Extract<DnsResolver, { readonly host: string }> | undefined;
  readonly defaultPort: number;
  readonly family: 4 | 6 | 'any';
}

/** The addresses of a named server, else the servers of this machine. Rejects with a Failure where the server's name has no address. */
export async function serversOf(
  { resolver, defaultPort, family }: ServerChoice,
  lookup: Lookup,
  attempt: Attempt,
): Promise<DnsServers> {
  if (resolver === undefined) return { list: systemServers(), areOurs: true };
  const { host, port = defaultPort } = resolver;
  if (isIP(host) === 0) attempt.enter('dns', `resolving ${host}`);
  const addresses = await lookup(host, { family, signal: attempt.signal });
  return { list: addresses.map(({ address }) => ({ address, port })), areOurs: false };
}

const usualPort = 53;

/** The servers of resolv.conf(5), which without any means the one on this machine. */
export function systemServers(path = '/etc/resolv.conf'): readonly DnsServer[] {
  const servers = parseResolvConf(textOf(path)).nameServers.flatMap((text) => {
    const { host, port = usualPort } = parseServer(text) ?? {};
    return host === undefined ? [] : [{ address: host, port }];
  });
  return servers.length > 0 ? servers : [{ address: '127.0.0.1', port: usualPort }];
}

/** Synchronous, since the file is small and the thread pool may be busy with slow disks. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** What it proves that a server could not be asked: nothing about the name where the server is that of this machine. */
export function serverFailure(failure: Failure, { areOurs }: DnsServers): Failure {
  if (!areOurs || failureReasons[failure.reason].blame === 'monitor') return failure;
  const { message, facts, cause } = failure;
  return new Failure('dns_unavailable', `our own DNS resolver does not answer: ${message}`, { facts, cause });
}
