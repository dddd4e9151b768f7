import type { Service } from '../domain/service.ts';
import type { BoundProbe } from '../probes/probe.ts';

/** The question asked of a service: who it is and what is expected of it, and the probe that looks. */
export interface Check {
  readonly service: Service;
  readonly probe: BoundProbe;
}
