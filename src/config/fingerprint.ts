import { createHash } from 'node:crypto';
import type { FunctionFiles } from '../domain/functions/answer-function.ts';
import { secretsIn } from '../domain/secret.ts';
import { calledFiles } from './answer-functions.ts';
import type { ReadService } from './read-service.ts';

/** The same for a service as long as nothing changes that its checks depend on: its keys, defaults, secrets, and the files that its expressions name. */
export function fingerprintOf({ service, probeOptions, section }: ReadService, files: FunctionFiles): string {
  // Compiled assertions are functions; their text is in the data.
  const { expectations, ...rest } = service;
  const { assertions: _, ...expected } = expectations;
  const called = calledFiles(section.data, files);
  const parts = [section.data, rest, expected, probeOptions, secretsIn(probeOptions), called];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
