import { kindTable } from '../domain/kind-table.ts';
import type { Probe } from './probe.ts';

/** Every type of service, in the order the documentation lists them; a service without a type is of the first. */
export const probes = kindTable<Probe>({
  http: async () => (await import('./http.ts')).http,
  tcp: async () => (await import('./tcp.ts')).tcp,
  flow: async () => (await import('./flow.ts')).flow,
});
