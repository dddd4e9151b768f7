import type { TimeRange } from './calendar.ts';
import { formatDuration } from './duration.ts';
import type { EndedRun, Heartbeat } from './heartbeat.ts';
import { type Due, type Expected, expectedAfter, type HeartbeatPlan } from './heartbeat-plan.ts';

/**
 * How a service that calls us stands: `late` is within its grace, `missed` beyond it, `overrun` a run that takes too long,
 * `unheard` beyond its grace while its ping may have come when nobody listened.
 */
export const heartbeatStates = [
  'waiting',
  'on_time',
  'running',
  'late',
  'missed',
  'failed',
  'overrun',
  'unheard',
] as const;
export type HeartbeatState = (typeof heartbeatStates)[number];

/** What there is to judge. Instants are epoch ms. */
export interface HeartbeatQuestion {
  readonly plan: HeartbeatPlan;
  readonly heartbeat: Heartbeat;
  /** When nobody listened, in order. */
  readonly gaps: readonly TimeRange[];
  readonly now: number;
}

/** One thing that is wrong. */
export interface HeartbeatFault {
  readonly state: 'missed' | 'failed' | 'overrun';
  /** A sentence for people. */
  readonly message: string;
}

/** How it stands, and in which words. */
export interface HeartbeatVerdict {
  readonly state: HeartbeatState;
  /** A few words for people. */
  readonly summary: string;
  /** Empty where nothing is wrong, or nobody can know. */
  readonly faults: readonly HeartbeatFault[];
  /** When the next ping is due; absent before the first. */
  readonly dueAt?: number;
  /** When it stands otherwise, if nothing comes; absent where it does not. */
  readonly changesAt?: number;
}

/** How a service stands of which no ping has come. */
export const noPingYet: HeartbeatVerdict = { state: 'waiting', summary: 'no ping has come yet', faults: [] };

/** Judges what is known at that instant. Pure. */
export function judgeHeartbeat(question: HeartbeatQuestion): HeartbeatVerdict {
  const { plan, heartbeat, gaps, now } = question;
  const lastAt = heartbeat.ended?.at ?? heartbeat.pings.at(-1)?.at;
  if (lastAt === undefined) return noPingYet;
  const expected = expectedAfter(plan, lastAt, gaps);
  const endsBy = endOfRun(question);
  const missedAt = expected && Math.max(expected.surest.missedAt, endsBy ?? 0);
  const isMissed = missedAt !== undefined && now >= missedAt;
  const overrunAt = overrunsOf(question);
  const faults = [
    ...failureOf(heartbeat.ended, now),
    ...overrunFaults(overrunAt, question),
    ...(isMissed ? [missedFault(heartbeat, expected?.surest, now)] : []),
  ];
  const state = faults[0]?.state ?? quietState({ expected, endsBy, now });
  const due = state === 'unheard' ? expected?.surest : expected?.first;
  const times = [expected?.first.dueAt, expected?.first.missedAt, endsBy, missedAt, ...overrunAt];
  const changes = times.filter((at) => at !== undefined && at > now).map(Number);
  return {
    state,
    summary: summaryOf(state, { heartbeat, due, now }),
    faults,
    ...(due !== undefined && { dueAt: due.dueAt }),
    ...(changes.length > 0 && { changesAt: Math.min(...changes) }),
  };
}

/** By when the run that began last should have ended: until then it is a sign of life. */
function endOfRun({ plan, heartbeat }: HeartbeatQuestion): number | undefined {
  const run = heartbeat.running.at(-1);
  return run && run.startedAt + (plan.maxDurationMs ?? plan.graceMs);
}

/** When each run takes too long, unless its end may have been lost, or a later success has shown that it is over. */
function overrunsOf({ plan: { maxDurationMs }, heartbeat, gaps }: HeartbeatQuestion): readonly number[] {
  if (maxDurationMs === undefined) return [];
  const { running, lastSuccessAt = 0 } = heartbeat;
  return running.flatMap(({ startedAt }) => {
    const overAt = startedAt + maxDurationMs;
    const mayBeLost = gaps.some(({ fromAt, toAt }) => toAt > startedAt && fromAt < overAt);
    return lastSuccessAt >= overAt || mayBeLost ? [] : [overAt];
  });
}

function failureOf(ended: EndedRun | undefined, now: number): readonly HeartbeatFault[] {
  if (ended?.kind !== 'fail') return [];
  const how = ended.exitCode === undefined ? 'the run failed' : `the run ended with exit code ${ended.exitCode}`;
  return [{ state: 'failed', message: `${how}${took(ended)}, ${ago(ended.at, now)}` }];
}

function overrunFaults(overrunAt: readonly number[], { plan, now }: HeartbeatQuestion): readonly HeartbeatFault[] {
  const { maxDurationMs = 0 } = plan;
  const [first] = overrunAt.filter((at) => at <= now).toSorted((a, b) => a - b);
  if (first === undefined) return [];
  const limit = `it may take ${formatDuration(maxDurationMs)}`;
  return [{ state: 'overrun', message: `a run began ${ago(first - maxDurationMs, now)} and has not ended; ${limit}` }];
}

function missedFault({ ended, lastSuccessAt }: Heartbeat, due: Due | undefined, now: number): HeartbeatFault {
  const when = due === undefined ? '' : `, due ${ago(due.dueAt, now)}`;
  const last = lastSuccessAt === undefined ? ended?.at : lastSuccessAt;
  const before = last === undefined ? 'no run has ended yet' : `the last came ${ago(last, now)}`;
  return { state: 'missed', message: `no ping came${when}; ${before}` };
}

interface Quiet {
  readonly expected: Expected | undefined;
  readonly endsBy: number | undefined;
  readonly now: number;
}

/** How it stands where nothing is wrong. */
function quietState({ expected, endsBy, now }: Quiet): HeartbeatState {
  if (endsBy !== undefined && now < endsBy) return 'running';
  if (expected === undefined || now < expected.first.dueAt) return 'on_time';
  return now < expected.first.missedAt ? 'late' : 'unheard';
}

interface Told {
  readonly heartbeat: Heartbeat;
  readonly due: Due | undefined;
  readonly now: number;
}

function summaryOf(state: HeartbeatState, { heartbeat: { ended, running }, due, now }: Told): string {
  const last = ended === undefined ? 'no run has ended yet' : `last ${ended.kind} ${ago(ended.at, now)}${took(ended)}`;
  const run = running.at(-1);
  if (state === 'running' && run !== undefined) return `a run began ${ago(run.startedAt, now)}, ${last}`;
  if (due === undefined) return last;
  if (state === 'late') {
    return `late: due ${ago(due.dueAt, now)}, missed in ${formatDuration(due.missedAt - now)}; ${last}`;
  }
  const next = due.dueAt > now ? `next due in ${formatDuration(due.dueAt - now)}` : `due ${ago(due.dueAt, now)}`;
  return `${last}, ${next}`;
}

function took({ durationMs }: EndedRun): string {
  return durationMs === undefined ? '' : ` (took ${formatDuration(durationMs)})`;
}

function ago(at: number, now: number): string {
  return `${formatDuration(Math.max(0, now - at))} ago`;
}
