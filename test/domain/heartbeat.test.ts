import { describe, expect, test } from 'vitest';
import type { TimeRange } from '../../src/domain/calendar.ts';
import { type Heartbeat, type Ping, reduceHeartbeat, shiftHeartbeat } from '../../src/domain/heartbeat.ts';
import type { HeartbeatPlan } from '../../src/domain/heartbeat-plan.ts';
import { judgeHeartbeat } from '../../src/domain/heartbeat-verdict.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 10, 21, 12);

function heartbeatOf(...pings: readonly Ping[]): Heartbeat {
  const [first, ...others] = pings;
  if (first === undefined) throw new Error('a heartbeat begins with a ping');
  return others.reduce<Heartbeat>(reduceHeartbeat, reduceHeartbeat(undefined, first));
}

const success = (at: number, more: Partial<Ping> = {}): Ping => ({ at, kind: 'success', ...more });
const start = (at: number, runId?: string): Ping => ({ at, kind: 'start', ...(runId !== undefined && { runId }) });
const fail = (at: number, exitCode?: number): Ping => ({
  at,
  kind: 'fail',
  ...(exitCode !== undefined && { exitCode }),
});

describe('what is remembered', () => {
  test('is how long a run took whose start was told', () => {
    const { ended, running } = heartbeatOf(start(noon), success(noon + 41 * second));
    expect(ended).toEqual({ at: noon + 41 * second, kind: 'success', durationMs: 41 * second });
    expect(running).toEqual([]);
  });

  test('tells runs that overlap apart by their ids', () => {
    const heartbeat = heartbeatOf(
      start(noon, 'a'),
      start(noon + minute, 'b'),
      success(noon + 3 * minute, { runId: 'a' }),
    );
    expect(heartbeat.ended?.durationMs).toBe(3 * minute);
    expect(heartbeat.running).toEqual([{ startedAt: noon + minute, runId: 'b' }]);
  });

  test('is no duration where the start was not told, or was that of another run', () => {
    expect(heartbeatOf(success(noon)).ended).toEqual(success(noon));
    expect(heartbeatOf(start(noon, 'a'), success(noon + minute, { runId: 'b' })).ended).not.toHaveProperty(
      'durationMs',
    );
  });

  test('is never a negative duration, whatever the clock did', () => {
    expect(heartbeatOf(start(noon), success(noon - hour)).ended?.durationMs).toBe(0);
  });

  test('is the last success also after a failure, and what came with the last end alone', () => {
    const heartbeat = heartbeatOf(success(noon, { message: 'fine' }), { ...fail(noon + day, 3), message: 'disk full' });
    expect(heartbeat).toMatchObject({ count: 2, lastSuccessAt: noon, ended: { message: 'disk full', exitCode: 3 } });
    expect(heartbeat.pings).toEqual([fail(noon + day, 3), success(noon)]);
  });

  test('is bounded however often a service calls', () => {
    const pings = Array.from({ length: 100 }, (_, at) => start(noon + at, `run-${at}`));
    const { count, running } = heartbeatOf(...pings);
    expect(count).toBe(100);
    expect(running).toHaveLength(20);
    expect(running.at(-1)?.runId).toBe('run-99');
    expect(heartbeatOf(...pings).pings).toHaveLength(20);
  });

  test('moves with a wall clock that is set', () => {
    const before = heartbeatOf(start(noon, 'a'), success(noon));
    expect(shiftHeartbeat(before, hour)).toEqual(heartbeatOf(start(noon + hour, 'a'), success(noon + hour)));
  });
});

const daily: HeartbeatPlan = { rhythm: { periodMs: day }, graceMs: 2 * hour };
const nightly: HeartbeatPlan = { rhythm: { schedule: '0 2 * * *', timezone: 'UTC' }, graceMs: hour };

interface Case {
  readonly plan?: HeartbeatPlan;
  readonly pings: readonly Ping[];
  readonly gaps?: readonly TimeRange[];
  readonly now: number;
}

function stateOf({ plan = daily, pings, gaps = [], now }: Case): string {
  return judgeHeartbeat({ plan, heartbeat: heartbeatOf(...pings), gaps, now }).state;
}

describe('a service that calls in a rhythm', () => {
  test.each<[string, Case, string]>([
    ['has just called', { pings: [success(noon)], now: noon }, 'on_time'],
    ['is not due yet', { pings: [success(noon)], now: noon + day - 1 }, 'on_time'],
    ['is due', { pings: [success(noon)], now: noon + day }, 'late'],
    ['is at the end of its grace', { pings: [success(noon)], now: noon + day + 2 * hour - 1 }, 'late'],
    ['is beyond it', { pings: [success(noon)], now: noon + day + 2 * hour }, 'missed'],
    ['has failed', { pings: [success(noon), fail(noon + hour)], now: noon + 2 * hour }, 'failed'],
    ['has failed and begun again', { pings: [fail(noon), start(noon + hour)], now: noon + hour }, 'failed'],
    ['has failed and recovered', { pings: [fail(noon), success(noon + hour)], now: noon + hour }, 'on_time'],
    ['told of an exit code', { pings: [fail(noon, 1)], now: noon }, 'failed'],
    ['runs', { pings: [success(noon), start(noon + day)], now: noon + day + hour }, 'running'],
    ['began a run late', { pings: [success(noon), start(noon + day + hour)], now: noon + day + 2.5 * hour }, 'running'],
    ['began one that never ended', { pings: [success(noon), start(noon + day)], now: noon + day + 2 * hour }, 'missed'],
    ['has only ever begun', { pings: [start(noon)], now: noon + hour }, 'running'],
    ['only ever begins', { pings: [start(noon), start(noon + day)], now: noon + day + 2 * hour }, 'missed'],
    ['told the future, by a clock of ours that was set back', { pings: [success(noon)], now: noon - hour }, 'on_time'],
  ])('that %s', (_name, question, state) => {
    expect(stateOf(question)).toBe(state);
  });
});

describe('a run that may only take so long', () => {
  const plan: HeartbeatPlan = { ...daily, maxDurationMs: hour };

  test.each<[string, Case, string]>([
    ['is under way', { plan, pings: [start(noon)], now: noon + hour - 1 }, 'running'],
    ['has not ended in time', { plan, pings: [start(noon)], now: noon + hour }, 'overrun'],
    ['ended after all', { plan, pings: [start(noon), success(noon + 2 * hour)], now: noon + 2 * hour }, 'on_time'],
    [
      'never ended, while a later one did',
      { plan, pings: [start(noon, 'a'), success(noon + 2 * hour, { runId: 'b' })], now: noon + 3 * hour },
      'on_time',
    ],
    [
      'may have ended while nobody listened',
      { plan, pings: [start(noon)], gaps: [{ fromAt: noon + minute, toAt: noon + 2 * minute }], now: noon + 3 * hour },
      'on_time',
    ],
  ])('%s', (_name, question, state) => {
    expect(stateOf(question)).toBe(state);
  });
});

describe('a service that calls by a schedule', () => {
  const at = (date: number, clock: number) => Date.UTC(2026, 10, date) + clock;

  test.each<[string, Case, string]>([
    [
      'is not due before the next night',
      { plan: nightly, pings: [success(at(21, 2.2 * hour))], now: at(22, 2 * hour) - 1 },
      'on_time',
    ],
    ['is due then', { plan: nightly, pings: [success(at(21, 2.2 * hour))], now: at(22, 2 * hour) }, 'late'],
    [
      'is missed an hour later',
      { plan: nightly, pings: [success(at(21, 2.2 * hour))], now: at(22, 3 * hour) },
      'missed',
    ],
    [
      'ran late in the day, and is due the next night all the same',
      { plan: nightly, pings: [success(at(21, 20 * hour))], now: at(22, 3 * hour) },
      'missed',
    ],
    [
      'has a clock that is 8 s ahead of ours',
      { plan: nightly, pings: [success(at(21, 2 * hour) - 8 * second)], now: at(21, 4 * hour) },
      'on_time',
    ],
  ])('%s', (_name, question, state) => {
    expect(stateOf(question)).toBe(state);
  });

  const berlin: HeartbeatPlan = { rhythm: { schedule: '30 2 * * *', timezone: 'Europe/Berlin' }, graceMs: 30 * minute };

  // 2026-03-29: 02:00 CET becomes 03:00 CEST. 2026-10-25: 03:00 CEST becomes 02:00 CET.
  test.each<[string, number, number]>([
    ['in winter', Date.UTC(2026, 0, 10, 1, 40), Date.UTC(2026, 0, 11, 1, 30)],
    ['in summer', Date.UTC(2026, 6, 10, 0, 40), Date.UTC(2026, 6, 11, 0, 30)],
    [
      'in the night that leaves its hour out, when that is over',
      Date.UTC(2026, 2, 28, 1, 40),
      Date.UTC(2026, 2, 29, 1, 0),
    ],
    ['after that night', Date.UTC(2026, 2, 29, 1, 10), Date.UTC(2026, 2, 30, 0, 30)],
    [
      'in the night that has its hour twice, the first time',
      Date.UTC(2026, 9, 24, 0, 40),
      Date.UTC(2026, 9, 25, 0, 30),
    ],
    ['once in that night', Date.UTC(2026, 9, 25, 0, 40), Date.UTC(2026, 9, 26, 1, 30)],
  ])('is due %s', (_name, calledAt, dueAt) => {
    const heartbeat = heartbeatOf(success(calledAt));
    const verdict = judgeHeartbeat({ plan: berlin, heartbeat, gaps: [], now: calledAt });
    expect(new Date(verdict.dueAt ?? 0).toISOString()).toBe(new Date(dueAt).toISOString());
    const missed = judgeHeartbeat({ plan: berlin, heartbeat, gaps: [], now: dueAt + 30 * minute });
    expect(missed.state).toBe('missed');
  });
});

describe('while nobody listened', () => {
  const gap = (fromMs: number, toMs: number): TimeRange => ({ fromAt: noon + fromMs, toAt: noon + toMs });
  const pings = [success(noon)];

  test.each<[string, Omit<Case, 'pings'>, string]>([
    [
      'a gap long before it was due changes nothing',
      { gaps: [gap(5 * hour, 6 * hour)], now: noon + day + 2 * hour },
      'missed',
    ],
    ['a gap before its last ping changes nothing', { gaps: [gap(-hour, 0)], now: noon + day + 2 * hour }, 'missed'],
    ['a ping that was due may have come', { gaps: [gap(day, day + minute)], now: noon + day + 2 * hour }, 'unheard'],
    ['it may have come early', { gaps: [gap(day - hour, day - hour + minute)], now: noon + day + 2 * hour }, 'unheard'],
    [
      'and until the end of the grace it is late as ever',
      { gaps: [gap(day, day + minute)], now: noon + day + hour },
      'late',
    ],
    [
      'the next is missed one period and grace after the gap',
      { gaps: [gap(day, day + hour)], now: noon + 2 * day + 3 * hour },
      'missed',
    ],
    ['and not a moment before', { gaps: [gap(day, day + hour)], now: noon + 2 * day + 3 * hour - 1 }, 'unheard'],
    [
      'the next may have come in another gap',
      { gaps: [gap(day, day + hour), gap(2 * day, 2 * day + minute)], now: noon + 2 * day + 3 * hour },
      'unheard',
    ],
    ['a gap that goes on leaves all open', { gaps: [gap(day, 9 * day)], now: noon + 9 * day }, 'unheard'],
    [
      'a gap after it was missed does not take that back',
      { gaps: [gap(day + 2 * hour, day + 3 * hour)], now: noon + day + 4 * hour },
      'missed',
    ],
    [
      'a night that was not listened to is not missed',
      { plan: nightly, gaps: [gap(14 * hour, 14.1 * hour)], now: noon + 20 * hour },
      'unheard',
    ],
    ['the night after it is', { plan: nightly, gaps: [gap(14 * hour, 14.1 * hour)], now: noon + 39 * hour }, 'missed'],
    [
      'a day that was not listened to says nothing of the night',
      { plan: nightly, gaps: [gap(hour, 13 * hour)], now: noon + 15 * hour },
      'missed',
    ],
  ])('%s', (_name, question, state) => {
    expect(stateOf({ pings, ...question })).toBe(state);
  });

  test('a failure stays one', () => {
    expect(stateOf({ pings: [fail(noon)], gaps: [gap(day, day + hour)], now: noon + day + 3 * hour })).toBe('failed');
  });

  test('a hundred restarts a day are gone through at once', () => {
    const gaps = Array.from({ length: 100 }, (_, at) => gap(at * minute, at * minute + second));
    const plan: HeartbeatPlan = { rhythm: { schedule: '* * * * *', timezone: 'UTC' }, graceMs: 10 * second };
    expect(stateOf({ plan, pings, gaps, now: noon + 2 * hour })).toBe('missed');
  });
});

describe('the words', () => {
  const told = (question: Case) => {
    const { plan = daily, pings, gaps = [], now } = question;
    return judgeHeartbeat({ plan, heartbeat: heartbeatOf(...pings), gaps, now });
  };

  test.each<[Case, string]>([
    [
      { pings: [start(noon), success(noon + 41 * second)], now: noon + 3 * hour },
      'last success 2 h 59 min ago (took 41 s), next due in 21 h 1 min',
    ],
    [
      { pings: [success(noon)], now: noon + day + hour },
      'late: due 60 min ago, missed in 60 min; last success 25 h ago',
    ],
    [
      { pings: [success(noon), start(noon + day)], now: noon + day + minute },
      'a run began 60 s ago, last success 24 h 1 min ago',
    ],
  ])('of a service in order: %#', (question, summary) => {
    expect(told(question)).toMatchObject({ summary, faults: [] });
  });

  test.each<[Case, readonly string[]]>([
    [{ pings: [fail(noon, 7)], now: noon + minute }, ['the run ended with exit code 7, 60 s ago']],
    [{ pings: [success(noon)], now: noon + day + 3 * hour }, ['no ping came, due 3 h ago; the last came 27 h ago']],
    [
      { pings: [fail(noon)], now: noon + day + 3 * hour },
      ['the run failed, 27 h ago', 'no ping came, due 3 h ago; the last came 27 h ago'],
    ],
    [{ pings: [start(noon)], now: noon + 2 * day }, ['no ping came, due 24 h ago; no run has ended yet']],
    [
      { plan: { ...daily, maxDurationMs: minute }, pings: [start(noon)], now: noon + hour },
      ['a run began 60 min ago and has not ended; it may take 60 s'],
    ],
  ])('of what is wrong: %#', (question, messages) => {
    expect(told(question).faults.map(({ message }) => message)).toEqual(messages);
  });
});

describe('the next change', () => {
  test.each<[Case, number | undefined]>([
    [{ pings: [success(noon)], now: noon }, noon + day],
    [{ pings: [success(noon)], now: noon + day }, noon + day + 2 * hour],
    [{ pings: [success(noon)], now: noon + day + 2 * hour }, undefined],
    [{ plan: { ...daily, maxDurationMs: minute }, pings: [start(noon)], now: noon }, noon + minute],
  ])('is when it will stand otherwise if nothing comes: %#', ({ plan = daily, pings, now }, changesAt) => {
    expect(judgeHeartbeat({ plan, heartbeat: heartbeatOf(...pings), gaps: [], now }).changesAt).toBe(changesAt);
  });
});
