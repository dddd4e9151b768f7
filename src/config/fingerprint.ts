import { createHash } from 'node:crypto';
import { secretsIn } from '../domain/secret.ts';
import type { ReadService } from './read-service.ts';

/** The same for a service as long as nothing changes that its checks depend on: its keys, defaults, secrets, and files they name. */
export function fingerprintOf({ service, probeOptions, section }: ReadService): string {
  // Compiled assertions are functions; their text is in the data.
  const { expectations, ...rest } = service;
  const { assertions: _, ...expected } = expectations;
  const parts = [section.data, rest, expected, probeOptions, secretsIn(probeOptions)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
