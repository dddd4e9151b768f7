import { systemClock } from '../../src/app/system-clock.ts';
import { type Health, reduceHealth } from '../../src/domain/health.ts';
import { type Incident, reduceIncident, removeIncident, type TimelineEntry } from '../../src/domain/incident.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Retention } from '../../src/storage/retention.ts';
import type { Store, StoredResult } from '../../src/storage/store.ts';
import { commitOf } from './many-results.ts';
import { tellingOf } from './synthetic-people.ts';
import type { SyntheticService, SyntheticYear } from './synthetic-year.ts';

const dayMs = 86_400_000;

/** Nothing is ever removed. */
export const keepEverything: Retention = { resultsMs: 3_000 * dayMs, hourlyMs: 3_000 * dayMs, dailyMs: 3_000 * dayMs };

/** Opens the store of a file for writing, at a time of its own. */
export async function openStoreAt(path: string, nowAt: number, retention: Retention): Promise<Store> {
  const clock = { now: () => nowAt, monotonic: systemClock.monotonic };
  const { store } = await openStore({
    url: `sqlite:${path}`,
    mode: 'write',
    clock,
    startTimer: systemTimer,
    retention,
  });
  return store;
}

/** Takes every step that is due at that time. */
export async function maintainAll(store: Store, nowAt: number): Promise<void> {
  while ((await store.maintain(nowAt)).more);
}

/** Stores a whole year as it would be there had it been monitored; resolves with how many results it has. */
export async function fillStore(store: Store, year: SyntheticYear): Promise<number> {
  let count = 0;
  for (const service of year.services) {
    const results = service.results();
    count += results.length;
    await importInParts(store, results);
    await storeIncidents(store, service, results);
    for (const { fromAt, toAt } of service.pauses) {
      await store.setPaused(service.name, true, fromAt, 'ada');
      if (toAt !== undefined) await store.setPaused(service.name, false, toAt, 'ada');
    }
  }
  for (const window of year.windows) await store.saveMaintenance(window);
  return count;
}

const resultsPerCall = 20_000;

async function importInParts(store: Store, results: readonly StoredResult[]): Promise<void> {
  for (let from = 0; from < results.length; from += resultsPerCall) {
    await store.importResults(results.slice(from, from + resultsPerCall));
  }
}

/** Folds results, in the order in which they came, into incidents as the monitor does, and adds what people were told. */
export async function storeIncidents(
  store: Store,
  service: Pick<SyntheticService, 'name' | 'number' | 'removedAt'>,
  results: readonly StoredResult[],
): Promise<void> {
  const incidents = new Map<string, Incident>();
  const timeline: TimelineEntry[] = [];
  const open = foldIncidents(service.name, results, (incident, entries) => {
    incidents.set(incident.id, incident);
    timeline.push(...entries);
  });
  if (open !== undefined && service.removedAt !== undefined) {
    incidents.set(open.id, removeIncident(open, service.removedAt).incident);
  }
  const told = [...incidents.values()].map((incident) => tell(service, incident));
  await store.commit(
    commitOf({
      incidents: told.map(({ incident }) => incident),
      timeline: [...timeline, ...told.flatMap(({ entries }) => entries)],
    }),
  );
}

const policy = { failureCountAlert: 3, recoveryCount: 2 };

/** Calls back with every state of every incident; returns the one that is open at the end. */
function foldIncidents(
  service: string,
  results: readonly StoredResult[],
  onChange: (incident: Incident, timeline: readonly TimelineEntry[]) => void,
): Incident | undefined {
  let health: Health | undefined;
  let open: Incident | undefined;
  for (const { startedAt, status, reason, message = '' } of results) {
    const transition = reduceHealth(health, { status, startedAt, findings: [] }, policy);
    health = transition.health;
    if (transition.change === undefined) continue;
    const cause = { service, message, reason: reasonOf(reason) };
    const makeId = () => `${service}/${transition.change?.startedAt}`;
    const changed = reduceIncident(open, transition.change, { cause, makeId });
    if (changed === undefined) continue;
    onChange(changed.incident, changed.timeline);
    open = changed.incident.closedAt === undefined ? changed.incident : undefined;
  }
  return open;
}

/** Stored results have any text for a reason, incidents one of the list. */
function reasonOf(reason: string): Incident['reason'] {
  return incidentReasons.find((each) => each === reason) ?? 'timeout';
}

const incidentReasons = ['slow', 'timeout', 'connection_refused', 'unexpected_status'] as const;

function tell(service: Pick<SyntheticService, 'number'>, incident: Incident) {
  const { id: incidentId, startedAt, confirmedAt, closedAt = Number.POSITIVE_INFINITY } = incident;
  const { rejectedAfterMs, deliveredAfterMs, acknowledgedAfterMs } = tellingOf(service, startedAt);
  const entries: TimelineEntry[] = [];
  const say = (kind: TimelineEntry['kind'], afterMs: number | undefined, text: string) => {
    if (afterMs !== undefined) entries.push({ incidentId, at: confirmedAt + afterMs, kind, text });
  };
  say('rejected', rejectedAfterMs, 'firing to ops: 503');
  say('delivered', deliveredAfterMs, 'firing to ops: 200');
  const isAnswered = acknowledgedAfterMs !== undefined && confirmedAt + acknowledgedAfterMs < closedAt;
  return {
    incident: isAnswered
      ? { ...incident, acknowledged: { by: 'grace', at: confirmedAt + acknowledgedAfterMs } }
      : incident,
    entries,
  };
}
