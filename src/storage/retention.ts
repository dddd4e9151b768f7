import type { Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { pruneEvidence } from './evidence.ts';
import { startStep } from './pace.ts';
import { pruneRecords, type RetentionLimits } from './prune-records.ts';
import { byPeriod, periodMs, periodStart } from './rollup.ts';
import { createRollupRows, type RollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import type { IsDayMade } from './sealing.ts';
import { madeUntilAt, readSealing, type SealingState, updateSealing } from './sealing-state.ts';
import type { Connection } from './sqlite.ts';
import { joinSummaries } from './summary.ts';

/** How long each kind of history is kept, ms. Incidents are kept as long as days, messages as long as hours. */
export interface Retention {
  readonly resultsMs: number;
  readonly hourlyMs: number;
  readonly dailyMs: number;
}

export interface UpkeepParts {
  readonly writer: Connection;
  readonly clock: Clock;
  readonly retention: Retention;
}

/** Sums up days that are over and removes what is kept no longer: a pass over all services, once an hour. */
export interface Upkeep {
  /** One step of a few milliseconds; resolves whether there is more to do. */
  step(now: number): Promise<boolean>;
  readonly isDayMade: IsDayMade;
}

/** A pass that was stopped half-way begins again: doing it twice changes nothing. */
export function createUpkeep({ writer, clock, retention }: UpkeepParts): Upkeep {
  const rollupRows = createRollupRows(writer.db);
  let pass: Pass | undefined;
  let lastPassAt: number | undefined;
  return {
    async step(now) {
      // A clock that was set back must not end the passes.
      if (lastPassAt !== undefined && Math.abs(now - lastPassAt) < passEveryMs) return false;
      const current = pass ?? { ...limitsAt(now, retention), servicesThrough: 0, servicesDone: false };
      pass = current;
      const next = await writer.write('written', (db) => continuePass(db, current, { clock, rollupRows }));
      pass = next;
      if (next === undefined) lastPassAt = now;
      return next !== undefined;
    },
    isDayMade(serviceId, dayAt, state) {
      const passed = pass !== undefined && serviceId <= pass.servicesThrough;
      return dayAt < Math.max(madeUntilAt(state), passed ? (pass?.daysUntilAt ?? 0) : 0);
    },
  };
}

const passEveryMs = periodMs.hour;

interface Pass extends RetentionLimits {
  /** Days before this are over, and their results are in. */
  readonly daysUntilAt: number;
  /** The number of the last service that is done. */
  readonly servicesThrough: number;
  readonly servicesDone: boolean;
}

function limitsAt(now: number, { resultsMs, hourlyMs, dailyMs }: Retention) {
  return {
    daysUntilAt: Math.max(0, periodStart('day', now - periodMs.hour)),
    resultsFromAt: now - resultsMs,
    hoursFromAt: now - hourlyMs,
    daysFromAt: now - dailyMs,
  };
}

/** One step of a pass; resolves with where it stands, or undefined when it is through. */
async function continuePass(
  db: Transaction<Database>,
  pass: Pass,
  { clock, rollupRows }: { readonly clock: Clock; readonly rollupRows: RollupRows },
): Promise<Pass | undefined> {
  if (pass.servicesDone) return (await pruneSome(db, pass, clock)) ? pass : undefined;
  const state = await readSealing(db);
  // Nothing is removed before it is known that it is not all there any more.
  if (pass.servicesThrough === 0) await updateSealing(db, lostWith(pass, state));
  const step = startStep(clock);
  let { servicesThrough } = pass;
  while (!step.isOver()) {
    const serviceId = await nextService(db, servicesThrough);
    if (serviceId === undefined) {
      const made = { days_until_at: Math.max(state.days_until_at, pass.daysUntilAt) };
      await updateSealing(db, { ...made, ...lostWith(pass, { ...state, ...made }) });
      return { ...pass, servicesThrough, servicesDone: true };
    }
    await makeDays(db, rollupRows, { serviceId, toAt: pass.daysUntilAt, state });
    await pruneRollups(db, rollupRows, { ...pass, serviceId });
    await pruneEvidence(db, serviceId, pass.hoursFromAt);
    servicesThrough = serviceId;
  }
  return { ...pass, servicesThrough };
}

/** From when on every result, and every hour, is there once the pass is through; what has not happened yet cannot be lost. */
function lostWith(pass: Pass, state: SealingState): Pick<SealingState, 'results_from_at' | 'hours_from_at'> {
  const next = (period: keyof typeof periodMs, at: number) => periodStart(period, at - 1) + periodMs[period];
  const afterAll = state.sealed_until_at + 1;
  const hoursFromAt = Math.min(hoursFromAtOf(pass), state.days_until_at, afterAll);
  return {
    results_from_at: Math.max(state.results_from_at, next('hour', Math.min(pass.resultsFromAt, afterAll))),
    hours_from_at: Math.max(state.hours_from_at, next('day', hoursFromAt)),
  };
}

/** Hours whose day is still to be made of them stay, however short they are to be kept. */
function hoursFromAtOf({ hoursFromAt, daysUntilAt }: Pass): number {
  return periodStart('hour', Math.min(hoursFromAt, daysUntilAt));
}

/** Removes until the step is over; resolves whether there may be more. */
async function pruneSome(db: Transaction<Database>, pass: Pass, clock: Clock): Promise<boolean> {
  const step = startStep(clock);
  while (await pruneRecords(db, pass)) if (step.isOver()) return true;
  return false;
}

async function nextService(db: Transaction<Database>, after: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('service')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

interface DaysToMake {
  readonly serviceId: number;
  readonly toAt: number;
  readonly state: SealingState;
}

async function makeDays(
  db: Transaction<Database>,
  rollupRows: RollupRows,
  { serviceId, toAt, state }: DaysToMake,
): Promise<void> {
  const fromAt = state.days_until_at;
  if (fromAt >= toAt) return;
  const hours = await rollupRows.readSummaries(db, { serviceId, period: 'hour', fromAt, toAt });
  const whole = await madeWithoutHours(db, rollupRows, { serviceId, toAt, state });
  for (const [startsAt, parts] of byPeriod('day', hours, (hour) => hour.startsAt)) {
    if (whole.has(startsAt)) continue;
    await rollupRows.replace(db, { serviceId, period: 'day', startsAt }, joinSummaries(parts));
  }
}

/** Days of an import that know of more than their hours do. */
async function madeWithoutHours(
  db: Transaction<Database>,
  rollupRows: RollupRows,
  { serviceId, toAt, state }: DaysToMake,
): Promise<ReadonlySet<number>> {
  const range = { fromAt: state.days_until_at, toAt: Math.min(toAt, state.hours_from_at) };
  if (range.fromAt >= range.toAt) return new Set();
  const days = await rollupRows.readTrails(db, { serviceId, period: 'day', ...range });
  return new Set(days.map(({ startsAt }) => startsAt));
}

async function pruneRollups(
  db: Transaction<Database>,
  rollupRows: RollupRows,
  { serviceId, ...pass }: Pass & { readonly serviceId: number },
): Promise<void> {
  await rollupRows.remove(db, { serviceId, period: 'hour', fromAt: 0, toAt: hoursFromAtOf(pass) });
  await rollupRows.remove(db, { serviceId, period: 'day', fromAt: 0, toAt: periodStart('day', pass.daysFromAt) });
}
