import { createHmac } from 'node:crypto';
import type { ServiceDesk, Switched } from '../api/desks/services.ts';
import type { ServiceDetailResource } from '../api/resources/service.ts';
import type { ConfiguredService } from '../config/config.ts';
import { byWorstFirst } from '../domain/status.ts';
import type { Store } from '../storage/store.ts';
import { createService, deleteService, type EditParts, editService } from './api-edit.ts';
import { createOverview, type OverviewParts } from './api-overview.ts';
import { probeOnce } from './api-probe.ts';
import { fullResultResource } from './api-result.ts';
import { listedService, serviceResource } from './api-standing.ts';
import type { Monitor } from './monitor.ts';

export interface ServicesParts extends OverviewParts, Omit<EditParts, 'monitor' | 'etagOf'> {
  readonly monitor: Monitor;
  readonly store: Pick<Store, 'setPaused'>;
  /** Of this process: without it nobody can tell from a tag what is in it. */
  readonly tagKey: Uint8Array;
}

/** The services of the configuration in use. */
export function createServiceDesk(parts: ServicesParts): ServiceDesk {
  const { monitor, store, clock, tagKey } = parts;
  const configured = (name: string) => monitor.config.services.find(({ service }) => service.name === name);
  const tagOf = ({ fingerprint }: ConfiguredService) =>
    `"${createHmac('sha256', tagKey).update(fingerprint).digest('base64url').slice(0, 22)}"`;
  const etagOf = (name: string) => {
    const known = configured(name);
    return known && tagOf(known);
  };
  const editing = { ...parts, etagOf };
  const oneByOne = createTurns();
  const switched = async (name: string, paused: boolean, by: string): Promise<Switched> => {
    if (configured(name) === undefined) return 'not_found';
    if (monitor.isPaused(name) === paused) return 'already';
    await store.setPaused(name, paused, clock.now(), by);
    await monitor.refresh();
    return 'done';
  };
  return {
    list: () =>
      monitor.config.services
        .map((service) => listedService(service, parts))
        .toSorted((a, b) => byWorstFirst(a.status, b.status)),
    find(name) {
      const known = configured(name);
      return known && { service: detailOf(known, parts), etag: tagOf(known) };
    },
    overview: createOverview(parts),
    create: (entry) => oneByOne(() => createService(entry, editing)),
    change: (name, changes, ifMatch) => oneByOne(() => editService({ name, changes, ifMatch }, editing)),
    remove: (name, ifMatch) => oneByOne(() => deleteService(name, ifMatch, editing)),
    pause: (name, by) => switched(name, true, by),
    resume: (name, by) => switched(name, false, by),
    async check(name, signal) {
      if (configured(name) === undefined) return { kind: 'not_found' };
      if (monitor.isPaused(name)) return { kind: 'paused' };
      const result = await monitor.look(name, signal);
      return result === undefined ? { kind: 'late' } : { kind: 'checked', result: fullResultResource(result) };
    },
    probe: (entry, signal) => probeOnce(entry, signal, parts),
  };
}

function detailOf(configured: ConfiguredService, parts: ServicesParts): ServiceDetailResource {
  const { responseTimeWarningMs, responseTimeCriticalMs } = configured.service.expectations;
  return {
    ...serviceResource(configured, parts),
    config: jsonOf(configured.options),
    thresholds: {
      response_time_warning_ms: responseTimeWarningMs,
      response_time_critical_ms: responseTimeCriticalMs,
    },
  };
}

/** What came out of YAML, as it would be read back from JSON. */
function jsonOf(options: ConfiguredService['options']): ServiceDetailResource['config'] {
  return JSON.parse(JSON.stringify(options));
}

/** Runs one after another. */
function createTurns(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
