import type { ProbeContext } from '../../src/probes/probe.ts';
import { authContext } from './auth-context.ts';

/** What probes get: the loopback interface, no names, five seconds. */
export function probeContext(changes: Partial<ProbeContext> = {}): ProbeContext {
  return {
    ...authContext(changes),
    lookup: async (hostname) => [{ address: hostname === 'localhost' ? '127.0.0.1' : hostname, family: 4 }],
    ...changes,
  };
}
