import { createHash, createHmac } from 'node:crypto';
import type { CallPlan } from '../probes/probe.ts';

const tokenLength = 32;

/** By which a service is known that calls us: its own token, or one that is made from the key and its name, always the same. */
export function tokenOf(service: string, { token }: Pick<CallPlan, 'token'>, key: string): string {
  if (token !== undefined) return token.reveal();
  return createHmac('sha256', key).update(service).digest('base64url').slice(0, tokenLength);
}

/** Under which a token is looked up: how long that takes says nothing of how much of it was right. */
export function fingerprintOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
