import type { Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { pruneEvidence } from './evidence.ts';
import { startStep } from './pace.ts';
import { pruneRecords, type RetentionLimits } from './prune-records.ts';
import { byPeriod, fromColumns, mergeTallies, periodMs, periodStart } from './rollup.ts';
import { createRollupRows, type RollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import type { IsDayMade } from './sealing.ts';
import { readSealing, updateSealing } from './sealing-state.ts';
import type { Connection } from './sqlite.ts';

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
    isDayMade(serviceId, dayAt, { days_until_at }) {
      const passed = pass !== undefined && serviceId <= pass.servicesThrough;
      return dayAt < (passed ? Math.max(days_until_at, pass?.daysUntilAt ?? 0) : days_until_at);
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
  const { days_until_at: madeUntilAt } = await readSealing(db);
  const step = startStep(clock);
  let { servicesThrough } = pass;
  while (!step.isOver()) {
    const serviceId = await nextService(db, servicesThrough);
    if (serviceId === undefined) {
      await updateSealing(db, { days_until_at: Math.max(madeUntilAt, pass.daysUntilAt) });
      return { ...pass, servicesThrough, servicesDone: true };
    }
    await makeDays(db, rollupRows, { serviceId, fromAt: madeUntilAt, toAt: pass.daysUntilAt });
    await pruneRollups(db, rollupRows, { ...pass, serviceId });
    await pruneEvidence(db, serviceId, pass.hoursFromAt);
    servicesThrough = serviceId;
  }
  return { ...pass, servicesThrough };
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

interface ServiceSpan {
  readonly serviceId: number;
  readonly fromAt: number;
  readonly toAt: number;
}

async function makeDays(
  db: Transaction<Database>,
  rollupRows: RollupRows,
  { serviceId, fromAt, toAt }: ServiceSpan,
): Promise<void> {
  if (fromAt >= toAt) return;
  const hours = await rollupRows.read(db, { serviceId, period: 'hour', fromAt, toAt });
  for (const [startsAt, parts] of byPeriod('day', hours, (hour) => hour.startsAt)) {
    const tally = mergeTallies(parts.map(({ columns }) => fromColumns(columns)));
    await rollupRows.replace(db, { serviceId, period: 'day', startsAt }, tally);
  }
}

async function pruneRollups(
  db: Transaction<Database>,
  rollupRows: RollupRows,
  { serviceId, ...pass }: Pass & { readonly serviceId: number },
): Promise<void> {
  // Hours whose day is still to be made of them stay, however short they are to be kept.
  const hoursFromAt = Math.min(pass.hoursFromAt, pass.daysUntilAt);
  await rollupRows.remove(db, { serviceId, period: 'hour', fromAt: 0, toAt: periodStart('hour', hoursFromAt) });
  await rollupRows.remove(db, { serviceId, period: 'day', fromAt: 0, toAt: periodStart('day', pass.daysFromAt) });
}
