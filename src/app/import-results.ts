import type { HealthPolicy } from '../domain/health.ts';
import type { Incident } from '../domain/incident.ts';
import type { Store } from '../storage/store.ts';
import { importedIdStart, incidentAt, isCutOff, PastFold, type PastResult } from './fold-past.ts';

/** What an import needs of a store. */
export type ImportStore = Pick<Store, 'importResults' | 'commit' | 'incidentsBetween' | 'incident'>;

export interface ImportParts {
  readonly store: ImportStore;
  /** How many results confirm an incident of a service, and its end. */
  readonly policyOf: (service: string) => HealthPolicy;
  readonly signal: AbortSignal;
}

/** What became of the results of one service. Instants are epoch ms. */
export interface ImportedService {
  readonly service: string;
  readonly results: number;
  /** Of them, those that were not there before. */
  readonly added: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly incidents: number;
  /** Incidents that were left out, since svcmon has seen one at the same time itself. */
  readonly known: number;
}

/**
 * Stores results of the past and the incidents they make; nobody is alerted, and how services stand at present stays as it
 * is. Results come in batches, those of a service in the order of time. The same results twice change nothing: what was
 * interrupted can be done again. Rejects with StoreUnavailable, and where the signal aborts.
 */
export async function importResults(
  batches: AsyncIterable<readonly PastResult[]>,
  parts: ImportParts,
): Promise<readonly ImportedService[]> {
  const services = new Map<string, ServiceImport>();
  for await (const [service, results] of inPortions(batches)) {
    parts.signal.throwIfAborted();
    const known = services.get(service) ?? (await startService(results, parts));
    services.set(service, known);
    for (const result of results) known.fold.add(result);
    const { added } = await parts.store.importResults(results);
    known.count(results, added);
  }
  const all: ImportedService[] = [];
  for (const each of services.values()) all.push(await finishService(each, parts));
  return all;
}

// A day that is stored at once costs little more than one result of it. So many are held at a time, in some 30 MB.
const mostHeld = 100_000;

/** Collects results by service, so that many of one are stored together though the file has them in turns. */
async function* inPortions(batches: AsyncIterable<readonly PastResult[]>): AsyncGenerator<readonly [string, Results]> {
  let held = new Map<string, [PastResult, ...PastResult[]]>();
  let count = 0;
  for await (const batch of batches) {
    for (const result of batch) {
      const group = held.get(result.service);
      if (group === undefined) held.set(result.service, [result]);
      else group.push(result);
    }
    count += batch.length;
    if (count < mostHeld) continue;
    yield* held;
    held = new Map();
    count = 0;
  }
  yield* held;
}

type Results = readonly [PastResult, ...PastResult[]];

/** What is kept of a service while its results come. */
class ServiceImport {
  readonly service: string;
  readonly fold: PastFold;
  readonly firstAt: number;
  lastAt: number;
  results = 0;
  added = 0;

  constructor({ service, startedAt }: PastResult, fold: PastFold) {
    this.service = service;
    this.fold = fold;
    this.firstAt = startedAt;
    this.lastAt = startedAt;
  }

  count(results: readonly PastResult[], added: number): void {
    this.results += results.length;
    this.added += added;
    this.lastAt = results.at(-1)?.startedAt ?? this.lastAt;
  }
}

/** Goes on with an incident that an import of earlier results left open, or that one of these results has begun already. */
async function startService([first]: Results, { store, policyOf }: ImportParts): Promise<ServiceImport> {
  const { service, startedAt } = first;
  const around = await store.incidentsBetween({ service, fromAt: startedAt - 1, toAt: startedAt + 1 });
  const before = around
    .map(({ incident }) => incident)
    .find((incident) => incident.id.startsWith(importedIdStart) && incident.confirmedAt < startedAt);
  const policy = policyOf(service);
  const fold = new PastFold(service, { policy, ...(before && { before: incidentAt(before, startedAt) }) });
  return new ServiceImport(first, fold);
}

async function finishService(imported: ServiceImport, { store }: ImportParts): Promise<ImportedService> {
  const { service, results, added, firstAt, lastAt, fold } = imported;
  const { incidents, timeline } = fold.finish();
  const own = (await store.incidentsBetween({ service, fromAt: firstAt, toAt: lastAt + 1 }))
    .map(({ incident }) => incident)
    .filter(({ id }) => !id.startsWith(importedIdStart));
  const missing = incidents.filter((incident) => !own.some((other) => shareTime(incident, other)));
  const kept: Incident[] = [];
  for (const incident of missing) if (!(await isKnownLonger(incident, store))) kept.push(incident);
  const ids = new Set(kept.map(({ id }) => id));
  await store.commit({
    ...nothing,
    incidents: kept,
    timeline: timeline.filter(({ incidentId }) => ids.has(incidentId)),
  });
  const known = incidents.length - missing.length;
  return { service, results, added, firstAt, lastAt, incidents: missing.length, known };
}

const nothing = { results: [], health: [], alerts: [], channels: [], outbox: [], notSent: [] };

function shareTime(a: Incident, b: Incident): boolean {
  return a.startedAt < endOf(b) && b.startedAt < endOf(a);
}

function endOf({ recoveredAt, closedAt }: Incident): number {
  return recoveredAt ?? closedAt ?? Number.POSITIVE_INFINITY;
}

/** Later results have told more of it already. */
async function isKnownLonger(incident: Incident, store: ImportStore): Promise<boolean> {
  if (!isCutOff(incident)) return false;
  const stored = await store.incident(incident.id);
  return stored !== undefined && endOf(stored.incident) > endOf(incident);
}
