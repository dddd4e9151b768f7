import { isIP, type Socket } from 'node:net';
import type { Attempt } from '../../http/attempt.ts';
import { connect } from '../../http/connect.ts';
import type { Lookup } from '../../http/lookup.ts';

/** What a connection goes to. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

/** Resolves a host and connects to it. Rejects with a Failure; whoever gets the socket closes it. */
export async function reach(
  { host, port, ip_family: family, resolver }: Place,
  { attempt, lookup }: { readonly attempt: Attempt; readonly lookup: Lookup },
): Promise<Socket> {
  const { signal } = attempt;
  // An address needs no resolving, so the phase does not happen.
  if (isIP(host) === 0) attempt.enter('dns', `resolving ${host}`);
  const addresses = await lookup(host, resolver === undefined ? { family, signal } : { family, signal, resolver });
  return connect(addresses, port, attempt);
}
