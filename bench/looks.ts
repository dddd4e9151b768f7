import { systemClock } from '../src/app/system-clock.ts';
import { nearestRank } from '../src/domain/check-report.ts';
import { slotPlan, slotsBetween } from '../src/domain/slots.ts';
import { systemTimer } from '../src/resilience/timer.ts';
import { openStore } from '../src/storage/open.ts';
import type { StoredResult } from '../src/storage/store.ts';

/** What a monitor was to do in some time: each of these services once an interval. Instants are epoch ms. */
export interface Schedule {
  readonly names: readonly string[];
  readonly intervalMs: number;
  readonly fromAt: number;
  readonly toAt: number;
  /** How much later checks of that time may have begun. */
  readonly lingerMs: number;
}

/** What it did. */
export interface Looks {
  readonly count: number;
  /** Of the slots in that time, how many were looked at. */
  readonly donePercent: number;
  /** By how much checks began later than their slot, ms. */
  lateMs(share: number): number;
  latencyMs(share: number): number;
}

/** Reads from the history what a monitor did; rejects where a service was not healthy. */
export async function readLooks(path: string, schedule: Schedule): Promise<Looks> {
  const { names, intervalMs, fromAt, toAt, lingerMs } = schedule;
  const known = new Set(names);
  const results = await resultsBetween(path, fromAt, toAt + lingerMs);
  const looks = results.filter(({ service, attempts }) => known.has(service) && attempts > 0);
  const looked = looks.filter(({ startedAt }) => startedAt < toAt);
  const wrong = looked.find(({ status }) => status !== 'healthy');
  if (wrong !== undefined) throw new Error(`${wrong.service} was ${wrong.status}: ${wrong.message}`);

  const lateness = latenessAt(intervalMs);
  const isDue = (slotAt: number) => slotAt > fromAt && slotAt <= toAt;
  const done = looks.filter((look) => isDue(Math.floor(look.startedAt) - lateness(look)));
  const due = names.reduce((sum, name) => sum + slotsBetween(fromAt, toAt, slotPlan(name, intervalMs)), 0);
  return {
    count: looked.length,
    donePercent: (100 * done.length) / due,
    lateMs: ranks(looked.map(lateness)),
    latencyMs: ranks(looked.map(({ responseTimeMs = Number.NaN }) => responseTimeMs)),
  };
}

/** By how much a check began later than its slot, ms. */
function latenessAt(intervalMs: number): (result: StoredResult) => number {
  return ({ service, startedAt }) => {
    const { phaseMs } = slotPlan(service, intervalMs);
    return (((Math.floor(startedAt) - phaseMs) % intervalMs) + intervalMs) % intervalMs;
  };
}

function ranks(numbers: readonly number[]): (share: number) => number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (share) => nearestRank(sorted, share);
}

async function resultsBetween(path: string, fromAt: number, toAt: number): Promise<readonly StoredResult[]> {
  const effects = { clock: systemClock, startTimer: systemTimer };
  const { store } = await openStore({ url: `sqlite:${path}`, mode: 'read', ...effects });
  try {
    return await store.results({ fromAt, toAt, limit: 10_000_000, order: 'oldest' });
  } finally {
    await store.close();
  }
}
