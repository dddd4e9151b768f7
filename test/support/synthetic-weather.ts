import type { StoredResult } from '../../src/storage/store.ts';
import { randomFrom } from './many-results.ts';
import type { SyntheticPause, YearFrame } from './synthetic-year.ts';

/** Whose results are made, and how it is doing in general. */
export interface Subject {
  readonly number: number;
  readonly name: string;
  readonly mood: 'changing' | 'failing' | 'fine';
  readonly pauses: readonly SyntheticPause[];
  readonly fromAt: number;
  readonly toAt: number;
}

/** What one check finds in some weather; undefined where nobody looks. `turn` counts the checks since it came up. */
type Sky = (random: () => number, turn: number) => Found | undefined;
type Found = Pick<StoredResult, 'status' | 'reason' | 'attempts'>;

const good: Found = { status: 'healthy', reason: 'ok', attempts: 1 };
const slow: Found = { status: 'degraded', reason: 'slow', attempts: 1 };
const late: Found = { status: 'unhealthy', reason: 'timeout', attempts: 3 };
const refused: Found = { status: 'unhealthy', reason: 'connection_refused', attempts: 3 };
const wrong: Found = { status: 'unhealthy', reason: 'unexpected_status', attempts: 1 };
const offline: Found = { status: 'unknown', reason: 'monitor_offline', attempts: 1 };
const missed: Found = { status: 'unknown', reason: 'missed_window', attempts: 0 };
const open: Found = { status: 'unknown', reason: 'circuit_open', attempts: 0 };

const failing: Sky = (random) => [late, refused, wrong][Math.floor(random() * 3)];

const skies: Readonly<Record<string, Sky>> = {
  clear: (random) => {
    const chance = random();
    if (chance < 0.004) return failing(random, 0);
    return chance < 0.008 ? slow : good;
  },
  outage: failing,
  flapping: (random, turn) => (random() < 0.5 ? good : failing(random, turn)),
  slow: (random) => (random() < 0.9 ? slow : good),
  mixed: (random, turn) => {
    const chance = random();
    if (chance < 0.1) return good;
    return chance < 0.5 ? slow : failing(random, turn);
  },
  offline: () => offline,
  asleep: () => undefined,
  tripped: (random, turn) => (turn % 4 === 3 || turn < 5 ? failing(random, turn) : open),
  overrun: (_random, turn) => (turn % 3 === 1 ? good : missed),
};

// By how often and how long, in checks.
const forecasts: readonly { readonly sky: keyof typeof skies; readonly least: number; readonly most: number }[] = [
  { sky: 'outage', least: 2, most: 40 },
  { sky: 'outage', least: 3, most: 8 },
  { sky: 'flapping', least: 6, most: 30 },
  { sky: 'slow', least: 3, most: 60 },
  { sky: 'mixed', least: 5, most: 30 },
  { sky: 'offline', least: 1, most: 12 },
  { sky: 'asleep', least: 1, most: 30 },
  { sky: 'tripped', least: 8, most: 40 },
  { sky: 'overrun', least: 1, most: 9 },
];

const baseIntervalsMs = [60_000, 300_000, 900_000];

/** The results of a service: at times of its own that scatter by a little, and now and then nothing. */
export function synthesizeResults(subject: Subject, { seed, scale }: YearFrame): readonly StoredResult[] {
  const { number, name, pauses, fromAt, toAt } = subject;
  const random = randomFrom(seed);
  const intervalAt = intervals(number, { random, scale });
  const lookAt = weather(subject.mood, random);
  const medianMs = 20 + 600 * random() ** 2;
  const results: StoredResult[] = [];
  let slotAt = fromAt + Math.floor(random() * intervalAt(fromAt));
  while (slotAt < toAt) {
    const intervalMs = intervalAt(slotAt);
    const startedAt = slotAt + Math.floor(random() * Math.min(2_000, intervalMs / 50));
    const found = lookAt();
    const isPaused = pauses.some((pause) => pause.fromAt <= startedAt && startedAt < (pause.toAt ?? toAt));
    if (found !== undefined && !isPaused) {
      results.push({ service: name, startedAt, intervalMs, ...found, ...timed(found, medianMs, random) });
    }
    slotAt += intervalMs;
  }
  return results;
}

/** Three in five services are checked at another interval from some day of the year on. */
function intervals(number: number, { random, scale }: { readonly random: () => number; readonly scale: number }) {
  const before = baseIntervalsMs[number % 3] ?? 0;
  const after = number % 5 < 3 ? (baseIntervalsMs[(number + 1 + (number % 2)) % 3] ?? before) : before;
  const changesAt = Date.UTC(2025, 4, 1) + Math.floor(random() * 120 * 86_400_000);
  return (at: number) => scale * (at < changesAt ? before : after);
}

/** What each next check finds: clear for long, then some trouble, then clear again. */
function weather(mood: Subject['mood'], random: () => number): () => Found | undefined {
  let sky = 'clear';
  let turn = 0;
  let left = clearFor(random);
  return () => {
    if (mood !== 'changing') return mood === 'fine' ? good : failing(random, turn);
    if (left <= 0) {
      const { sky: next, least, most } = forecasts[Math.floor(random() * forecasts.length)] ?? clear;
      // Trouble may follow on trouble.
      const clears = sky !== 'clear' && random() < 0.85;
      sky = clears ? 'clear' : next;
      left = clears ? clearFor(random) : least + Math.floor(random() * (most - least + 1));
      turn = 0;
    }
    left -= 1;
    turn += 1;
    return skies[sky]?.(random, turn - 1);
  };
}

const clear = { sky: 'clear', least: 1, most: 1 };

function clearFor(random: () => number): number {
  return 5 + Math.floor(-Math.log(1 - random()) * 250);
}

/** How long it took: scattered around the median by a factor, as real answers are. */
function timed({ status, reason, attempts }: Found, medianMs: number, random: () => number) {
  if (attempts === 0) return { durationMs: 0 };
  const spread = Math.exp(0.6 * (random() + random() + random() + random() - 2) * Math.sqrt(3));
  const responseTimeMs = Math.round(100 * medianMs * spread * (status === 'degraded' ? 4 : 1)) / 100;
  switch (reason) {
    case 'ok':
    case 'slow':
      return { durationMs: responseTimeMs + 0.25, responseTimeMs, statusCode: 200 };
    case 'unexpected_status':
      return { durationMs: responseTimeMs, responseTimeMs, statusCode: 503, message: 'expected status 2xx, got 503' };
    default:
      return { durationMs: 10_000, message: 'no answer' };
  }
}
