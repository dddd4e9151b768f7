import type { Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import {
  afterImport,
  createResultImporter,
  type ImportedDay,
  type ImportLimits,
  type ResultImporter,
} from './import-results.ts';
import { startStep } from './pace.ts';
import type { TimedFacts } from './result-codec.ts';
import type { Retention } from './retention.ts';
import { byPeriod, periodMs, periodStart } from './rollup.ts';
import type { Database } from './schema.ts';
import { readSealing, type SealingState, updateSealing } from './sealing-state.ts';
import { createServiceIds } from './service-ids.ts';
import type { Connection } from './sqlite.ts';
import type { Store, StoredResult } from './store.ts';

export interface ImportParts {
  readonly writer: Connection;
  readonly clock: Clock;
  readonly retention: Retention;
  /** Called between two steps, so that others who write get their turn. */
  readonly rest: () => Promise<void>;
}

/** Takes in results of the past, a few milliseconds at a time. */
export function createImport({ writer, clock, retention, rest }: ImportParts): Store['importResults'] {
  const importer = createResultImporter(writer.db);
  return async (results) => {
    const groups = await writer.write('written', (db) => groupByDay(db, results));
    let added = 0;
    for (let done = 0; done < groups.length; ) {
      const step = await writer.write('written', (db) =>
        takeStep(db, groups.slice(done), { importer, clock, retention }),
      );
      added += step.added;
      done += step.done;
      await rest();
    }
    return { added };
  };
}

async function groupByDay(
  db: Transaction<Database>,
  results: readonly StoredResult[],
): Promise<readonly ImportedDay[]> {
  const byService = new Map<string, TimedFacts[]>();
  for (const { service, ...result } of results) {
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [result]);
    else known.push(result);
  }
  const ids = await createServiceIds().ensure(db, [...byService.keys()]);
  return [...byService].flatMap(([service, all]) => {
    const serviceId = ids.get(service);
    if (serviceId === undefined) return [];
    const days = byPeriod('day', inOrder(all), ({ startedAt }) => startedAt);
    return [...days].map(([dayAt, ofDay]) => ({ serviceId, dayAt, results: ofDay }));
  });
}

/** By time, of those of one instant the first. */
function inOrder(results: readonly TimedFacts[]): readonly TimedFacts[] {
  const sorted = results.toSorted((a, b) => a.startedAt - b.startedAt);
  return sorted.filter(({ startedAt }, index) => startedAt !== sorted[index - 1]?.startedAt);
}

interface StepTools {
  readonly importer: ResultImporter;
  readonly clock: Clock;
  readonly retention: Retention;
}

async function takeStep(
  db: Transaction<Database>,
  groups: readonly ImportedDay[],
  { importer, clock, retention }: StepTools,
): Promise<{ readonly added: number; readonly done: number }> {
  let state = await readSealing(db);
  const limits = limitsAt(clock.now(), retention, state);
  const step = startStep(clock);
  let [added, done] = [0, 0];
  for (const group of groups) {
    const imported = await importer.add(db, group, { limits, state });
    state = { ...state, ...afterImport(imported, state) };
    added += imported.added;
    done += 1;
    if (step.isOver()) break;
  }
  const { sealed_until_at, results_from_at, hours_from_at } = state;
  await updateSealing(db, { sealed_until_at, results_from_at, hours_from_at });
  return { added, done };
}

function limitsAt(now: number, { resultsMs, hourlyMs, dailyMs }: Retention, state: SealingState): ImportLimits {
  const next = (period: keyof typeof periodMs, at: number) => periodStart(period, at - 1) + periodMs[period];
  return {
    resultsFromAt: Math.max(state.results_from_at, next('hour', now - resultsMs)),
    hoursFromAt: Math.max(state.hours_from_at, next('day', now - hourlyMs)),
    daysFromAt: periodStart('day', now - dailyMs),
  };
}
