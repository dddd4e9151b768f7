import { http } from './http.ts';
import type { Probe } from './probe.ts';
import { tcp } from './tcp.ts';

/** Every type of service, in the order the documentation lists them; a service without a type is of the first. */
export const probes: readonly Probe[] = [http, tcp];
