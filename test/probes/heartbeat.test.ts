import { describe, expect, test } from 'vitest';
import { type Ping, reduceHeartbeat } from '../../src/domain/heartbeat.ts';
import { heartbeat } from '../../src/probes/heartbeat.ts';
import { bindProbe, type Calls } from '../../src/probes/probe.ts';
import { failureFrom } from '../support/failures.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { probeContext } from '../support/probe-context.ts';

const hour = 3_600_000;
const clock = createFakeClock();
const now = clock.now();

function bound(options: object) {
  return bindProbe(heartbeat, heartbeat.options.parse(options));
}

function look(pings: readonly Ping[], options: object = { period: '1d', grace: '2h' }, gaps: Calls['gaps'] = []) {
  const [first, ...others] = pings;
  const known = first && others.reduce(reduceHeartbeat, reduceHeartbeat(undefined, first));
  const calls = { gaps, ...(known && { heartbeat: known }) };
  return bound(options).observe(probeContext({ clock, calls }));
}

describe('a look at a service that calls', () => {
  test('shows the last pings as facts, and takes no time of its own', async () => {
    const at = now - hour;
    const pings: readonly Ping[] = [
      { at: at - 41_000, kind: 'start' },
      { at, kind: 'success', exitCode: 0, message: 'copied 5 files' },
    ];
    expect(await look(pings)).toEqual({
      type: 'heartbeat',
      responseTimeMs: 0,
      untimed: true,
      phases: {},
      summary: 'last success 60 min ago (took 41 s), next due in 23 h',
      body: 'copied 5 files',
      details: {
        state: 'on_time',
        last_ping: hour,
        last_success: hour,
        duration: 41_000,
        exit_code: 0,
        due_in: 23 * hour,
        pings: 2,
      },
      complaints: [],
    });
  });

  test.each<[string, readonly Ping[], string, string]>([
    [
      'failed',
      [{ at: now - hour, kind: 'fail', exitCode: 7 }],
      'reported_unhealthy',
      'the run ended with exit code 7, 60 min ago',
    ],
    [
      'was missed',
      [{ at: now - 27 * hour, kind: 'success' }],
      'ping_missed',
      'no ping came, due 3 h ago; the last came 27 h ago',
    ],
  ])('complains where it %s', async (_name, pings, reason, message) => {
    const { complaints } = await look(pings);
    expect(complaints).toEqual([{ status: 'unhealthy', reason, message }]);
  });

  test('complains of a run that takes too long', async () => {
    const { complaints } = await look([{ at: now - hour, kind: 'start' }], { period: '1d', max_duration: '30m' });
    expect(complaints).toMatchObject([{ reason: 'run_overdue' }]);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['before the first ping', () => look([]), 'no_ping_yet'],
    [
      'where the ping may have come while nobody listened',
      () =>
        look([{ at: now - 27 * hour, kind: 'success' }], undefined, [{ fromAt: now - 4 * hour, toAt: now - 2 * hour }]),
      'not_listening',
    ],
    ['where nobody listens', () => bound({ period: '1d' }).observe(probeContext({ clock })), 'not_listening'],
  ])('knows nothing %s', async (_name, look, reason) => {
    expect(await failureFrom(look())).toMatchObject({ reason });
  });

  test('tells how it stood before nobody listened', async () => {
    const gaps = [{ fromAt: now - 4 * hour, toAt: now - 2 * hour }];
    const failure = await failureFrom(look([{ at: now - 27 * hour, kind: 'success' }], undefined, gaps));
    expect(failure.facts.details).toMatchObject({ state: 'unheard', last_ping: 27 * hour });
  });

  test('ends at once where svcmon stops', async () => {
    const signal = AbortSignal.abort(new Error('svcmon stops'));
    expect(await failureFrom(bound({ period: '1d' }).observe(probeContext({ signal })))).toMatchObject({
      reason: 'interrupted',
    });
  });
});

describe('the keys', () => {
  test.each([
    [{ period: '1d' }, 'calls us every 1d'],
    [{ schedule: '0 2 * * *', timezone: 'Europe/Berlin' }, 'calls us by 0 2 * * * Europe/Berlin'],
    [{ schedule: '0 2 * * *' }, 'calls us by 0 2 * * * UTC'],
  ])('%j are told as %s', (options, target) => {
    expect(bound(options).target).toBe(target);
  });

  test.each([
    [{ period: '1d' }, 2.4 * hour],
    [{ period: '5s' }, 10_000],
    [{ period: '1d', grace: '1m' }, 60_000],
    [{ schedule: '0 2 * * *' }, hour],
  ])('%j give a grace of %i ms', (options, graceMs) => {
    expect(bound(options).calledBy?.plan.graceMs).toBe(graceMs);
  });

  test.each([
    [{}, [], 'a heartbeat needs a "period", such as 1d, or a "schedule"'],
    [{ period: '1d', schedule: '0 2 * * *' }, ['schedule'], 'either "period" or "schedule", not both'],
    [{ period: '1d', timezone: 'UTC' }, ['timezone'], 'only a "schedule" has a time zone'],
    [{ schedule: '0 2 * *' }, ['schedule'], expect.stringContaining('expected a cron pattern of five fields')],
    [{ schedule: '0 2 * * *', timezone: 'Mars' }, ['timezone'], expect.stringContaining('expected an IANA time zone')],
    [{ schedule: '0 0 30 2 *' }, ['schedule'], 'this schedule never comes'],
  ])('%j are a mistake', (options, path, message) => {
    expect(heartbeat.problems?.(heartbeat.options.parse(options))).toEqual([{ path, message }]);
  });

  test.each(['short', 'a b c d e f g h i j k l', `${'a'.repeat(129)}`, 'slash/0123456789abcdef'])(
    'the token %j cannot be guessed away or stand in a URL',
    (token) => {
      expect(heartbeat.options.safeParse({ period: '1d', token }).success).toBe(false);
    },
  );
});
