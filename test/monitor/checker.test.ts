import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assertion } from '../../src/domain/assertion.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { Failure, type FailureReason } from '../../src/domain/failure.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import {
  answer,
  answering,
  checkerOn,
  deaf,
  type Look,
  scriptedCheck,
  service,
  threeRetries,
} from '../support/checks.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

/** A probe that fails with these reasons one after another, the last one for ever. */
function failing(...reasons: readonly FailureReason[]): Look {
  return (number) => {
    const reason = reasons[Math.min(number, reasons.length) - 1] ?? 'timeout';
    return Promise.reject(new Failure(reason, `failed: ${reason}`, { facts: { statusCode: 502 } }));
  };
}

/** One run on a fake clock, and how long it took. */
async function runOnce(look: Look, options: Parameters<typeof scriptedCheck>[1] = {}) {
  const clock = createFakeClock();
  const { check, asked } = scriptedCheck(look, options);
  const result = await clock.settle(checkerOn(clock).run(check, never));
  return { result, asked: asked(), timers: clock.pendingTimers() };
}

test('a healthy answer makes a healthy result, without evidence and without findings', async () => {
  const { result, timers } = await runOnce(answering(200));
  expect(result).toMatchObject({
    service: 'api',
    type: 'http',
    target: 'https://shop.example/health',
    startedAt: Date.UTC(2026, 10, 21, 19, 36, 0),
    status: 'healthy',
    reason: 'ok',
    severity: 'info',
    message: 'answered 200 in 41 ms',
    findings: [],
    attempts: [{ number: 1, reason: 'ok', statusCode: 200, waitedMs: 0, durationMs: 0 }],
    maxAttempts: 1,
    assertions: [],
  });
  expect(result.evidence).toBeUndefined();
  expect(result.circuit).toBeUndefined();
  expect(timers).toBe(0);
});

test('a sentence of the target stands by itself, and without a time of ours', async () => {
  const { result } = await runOnce(async () => answer(200, { summary: 'DISK OK - 7 GB free', quoted: true }));
  expect(result.message).toBe('DISK OK - 7 GB free');
});

test.each<[string, Look, Partial<CheckResult>]>([
  [
    'an unexpected error status',
    answering(500),
    {
      status: 'unhealthy',
      reason: 'unexpected_status',
      severity: 'critical',
      message: 'expected status 200, got 500 No',
    },
  ],
  [
    'an unexpected 2xx status',
    answering(202),
    { status: 'degraded', reason: 'unexpected_status', severity: 'warning' },
  ],
  [
    'a failure of the target',
    failing('connection_refused'),
    { status: 'unhealthy', reason: 'connection_refused', message: 'failed: connection_refused' },
  ],
  [
    'a failure of our own',
    failing('dns_unavailable'),
    { status: 'unknown', reason: 'dns_unavailable', severity: 'warning' },
  ],
  [
    'a slow answer',
    async () => answer(200, { responseTimeMs: 1_900 }),
    { status: 'degraded', reason: 'slow', severity: 'warning' },
  ],
  [
    'a very slow answer',
    async () => answer(200, { responseTimeMs: 6_000 }),
    { status: 'degraded', reason: 'slow', severity: 'critical' },
  ],
  [
    'a defect of the probe',
    () => Promise.reject(new TypeError('x is not a function')),
    { status: 'unknown', reason: 'internal_error', message: 'TypeError: x is not a function' },
  ],
  [
    'a probe that throws at once',
    () => {
      throw new RangeError('at once');
    },
    { status: 'unknown', reason: 'internal_error' },
  ],
])('%s is judged', async (_name, look, expected) => {
  const { result } = await runOnce(look);
  expect(result).toMatchObject(expected);
  expect(result.findings).toHaveLength(1);
});

test('a failed attempt keeps the facts it learned', async () => {
  const { result } = await runOnce(failing('incomplete_body'));
  expect(result.observation).toEqual({ statusCode: 502 });
  expect(result.attempts).toMatchObject([{ reason: 'incomplete_body', statusCode: 502 }]);
});

test('several findings come worst first and loudest first, and every assertion is told', async () => {
  const outcome = (expr: string, passed: boolean, severity: 'unhealthy' | 'degraded') => ({
    expr,
    severity,
    evaluate: () => ({
      expr,
      passed,
      severity,
      explanation: `${expr} – seen\u001b[31m`,
      message: 'why',
      bodyTooLarge: false,
    }),
  });
  const assertions = [
    outcome('a', false, 'degraded'),
    outcome('b', true, 'unhealthy'),
    outcome('c', false, 'unhealthy'),
  ];
  const look: Look = async () => answer(200, { responseTimeMs: 6_000 });
  const { result } = await runOnce(look, { service: { expectations: { ...service().expectations, assertions } } });
  expect(result).toMatchObject({ status: 'unhealthy', reason: 'assertion_failed', message: 'why (c – seen)' });
  expect(result.findings.map(({ reason, severity }) => [reason, severity])).toEqual([
    ['assertion_failed', 'critical'],
    ['slow', 'critical'],
    ['assertion_failed', 'warning'],
  ]);
  expect(result.assertions.map(({ explanation, passed }) => [explanation, passed])).toEqual([
    ['a – seen', false],
    ['b – seen', true],
    ['c – seen', false],
  ]);
});

test('a defect in an assertion makes the run unknown', async () => {
  const evaluate = () => {
    throw new TypeError('a defect');
  };
  const expectations = {
    ...service().expectations,
    assertions: [{ expr: 'x', severity: 'unhealthy' as const, evaluate }],
  };
  const { result } = await runOnce(answering(200), { service: { expectations } });
  expect(result).toMatchObject({ status: 'unknown', reason: 'internal_error', message: 'TypeError: a defect' });
  expect(result.attempts).toHaveLength(1);
});

test('a probe that ignores its signal ends at the timeout all the same', async () => {
  const { result } = await runOnce(deaf);
  expect(result).toMatchObject({ status: 'unhealthy', reason: 'timeout', message: 'no complete answer within 10 s' });
  expect(result.durationMs).toBeGreaterThanOrEqual(10_000);
  expect(result.durationMs).toBeLessThanOrEqual(10_100);
});

test('a probe that rejects with the abort itself has timed out', async () => {
  const look: Look = (_number, { signal }) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const { result } = await runOnce(look);
  expect(result).toMatchObject({ status: 'unhealthy', reason: 'timeout' });
});

test('a healthy answer after the timeout is not healthy', async () => {
  const clock = createFakeClock();
  const { check } = scriptedCheck(() => new Promise((resolve) => clock.startTimer(10_020, () => resolve(answer(200)))));
  await expect(clock.settle(checkerOn(clock).run(check, never))).resolves.toMatchObject({ reason: 'timeout' });
});

test('says at which attempt it became healthy, and keeps every attempt with its wait', async () => {
  const { result, asked } = await runOnce(answering(503, 503, 200), { service: { retry: threeRetries } });
  expect(asked).toBe(3);
  expect(result).toMatchObject({ status: 'healthy', maxAttempts: 4, durationMs: 3_000 });
  expect(result.message).toBe('healthy on attempt 3 of 4: answered 200 in 41 ms');
  expect(result.attempts.map(({ number, statusCode, waitedMs }) => [number, statusCode, waitedMs])).toEqual([
    [1, 503, 0],
    [2, 503, 1_000],
    [3, 200, 2_000],
  ]);
});

test.each<[string, Look, object, number]>([
  ['a configured status code', answering(503), {}, 4],
  ['another status code', answering(500), {}, 1],
  ['a passing failure', failing('connection_reset'), {}, 4],
  ['a lasting failure', failing('dns_nxdomain'), {}, 1],
  ['a passing and then a lasting failure', failing('connection_reset', 'tls_expired'), {}, 2],
  ['a question that must not be repeated', answering(503), { idempotent: false }, 1],
  [
    'a question that may be repeated all the same',
    answering(503),
    { idempotent: false, retry: { ...threeRetries, retryNonIdempotent: true } },
    4,
  ],
])(
  'retries as it should: %s',
  async (_name, look, {
    idempotent = true,
    retry = threeRetries,
  }: { idempotent?: boolean; retry?: typeof threeRetries }, attempts) => {
    const { result, asked } = await runOnce(look, { idempotent, service: { retry } });
    expect(asked).toBe(attempts);
    expect(result.attempts).toHaveLength(attempts);
  },
);

test('does not retry a status code that is expected', async () => {
  const expectations = { ...service().expectations, expectedStatus: [{ from: 503, to: 503 }] };
  const { result } = await runOnce(answering(503), { service: { retry: threeRetries, expectations } });
  expect(result).toMatchObject({ status: 'healthy', attempts: [{}] });
});

test('says how many attempts it took to find that it is not healthy', async () => {
  const { result } = await runOnce(answering(503), { service: { retry: threeRetries } });
  expect(result.message).toBe('expected status 200, got 503 No (attempt 4 of 4)');
  expect(result.findings[0]?.message).toBe('expected status 200, got 503 No');
});

test.each([
  ['seconds', '5', 5_000],
  ['an HTTP date', 'Sat, 21 Nov 2026 19:36:09 GMT', 9_000],
])('waits as Retry-After asks, in %s', async (_name, header, waitedMs) => {
  const look: Look = async (number) => answer(number === 1 ? 429 : 200, { headers: { 'retry-after': header } });
  const { result } = await runOnce(look, { service: { retry: threeRetries } });
  expect(result.attempts[1]?.waitedMs).toBe(waitedMs);
});

test('asks again where an answer that is held to no status pleads for patience itself', async () => {
  const complaints = [{ status: 'degraded', reason: 'rate_limited', message: 'refused: 429' }] as const;
  const look: Look = async (number) =>
    number === 1 ? answer(429, { headers: { 'retry-after': '5' }, complaints }) : answer(101);
  const { expectedStatus: _, ...expectations } = service().expectations;
  const { result } = await runOnce(look, { service: { expectations, retry: threeRetries } });
  expect(result).toMatchObject({ status: 'healthy', attempts: [{ statusCode: 429 }, { waitedMs: 5_000 }] });
});

test('does not wait for a Retry-After that ends after the next slot', async () => {
  const look: Look = async () => answer(429, { headers: { 'retry-after': '3600' } });
  const { result } = await runOnce(look, { service: { retry: threeRetries } });
  expect(result).toMatchObject({ status: 'degraded', reason: 'rate_limited', durationMs: 0 });
});

test('leaves alone what asks for it, and does not claim to know how it is', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const look: Look = async (number) => answer(number === 1 ? 429 : 200, { headers: { 'retry-after': '90' } });
  const { check, asked } = scriptedCheck(look);
  expect(await checker.run(check, never)).toMatchObject({ status: 'degraded', reason: 'rate_limited' });
  await clock.advance(60_000);
  expect(await checker.run(check, never)).toMatchObject({
    status: 'unknown',
    reason: 'rate_limited',
    message: 'asked to wait 30 s more; not asked',
    attempts: [],
  });
  expect(asked()).toBe(1);
  await clock.advance(30_000);
  expect(await checker.run(check, never)).toMatchObject({ status: 'healthy' });
  expect(asked()).toBe(2);
});

test('asks again after ten intervals, however long it is asked to wait', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check, asked } = scriptedCheck(async () => answer(429, { headers: { 'retry-after': '604800' } }));
  await checker.run(check, never);
  await clock.advance(599_999);
  await checker.run(check, never);
  expect(asked()).toBe(1);
  await clock.advance(1);
  await checker.run(check, never);
  expect(asked()).toBe(2);
});

test.each<[string, Look, object]>([
  ['is expected', async () => answer(429, { headers: { 'retry-after': '90' } }), { from: 429, to: 429 }],
  ['is an outage', async () => answer(503, { headers: { 'retry-after': '90' } }), { from: 200, to: 200 }],
  ['says no time', async () => answer(429, { headers: { 'retry-after': 'soon' } }), { from: 200, to: 200 }],
])('asks on where a status %s', async (_name, look, range) => {
  const checker = checkerOn(createFakeClock());
  const expectations = { ...service().expectations, expectedStatus: [range as { from: number; to: number }] };
  const { check, asked } = scriptedCheck(look, { service: { expectations } });
  await checker.run(check, never);
  await checker.run(check, never);
  expect(asked()).toBe(2);
});

test('does not use up the probe of a circuit while it is asked to wait', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const look: Look = async (number) => answer(number === 1 ? 429 : 200, { headers: { 'retry-after': '90' } });
  const circuitBreaker = { failureThreshold: 1, recoveryTimeoutMs: 30_000 };
  const expr = 'status == 200';
  const assertion: Assertion = {
    expr,
    severity: 'unhealthy',
    evaluate: ({ statusCode }) => {
      return { expr, severity: 'unhealthy', passed: statusCode === 200, explanation: expr, bodyTooLarge: false };
    },
  };
  const expectations = { ...service().expectations, assertions: [assertion] };
  const { check } = scriptedCheck(look, { service: { circuitBreaker, expectations } });
  await checker.run(check, never);
  await clock.advance(60_000);
  await expect(checker.run(check, never)).resolves.toMatchObject({
    reason: 'rate_limited',
    circuit: { state: 'open' },
  });
  await clock.advance(30_000);
  await expect(checker.run(check, never)).resolves.toMatchObject({ status: 'healthy', circuit: { state: 'closed' } });
});

test('an attempt that the end of the run cut short does not hide what the one before it showed', async () => {
  const look: Look = (number, context) => (number === 1 ? answering(503)(1, context) : deaf(number, context));
  const { result } = await runOnce(look, { service: { retry: threeRetries, intervalMs: 3_000, timeoutMs: 3_000 } });
  expect(result).toMatchObject({ reason: 'unexpected_status', attempts: [{ reason: 'ok' }, { reason: 'timeout' }] });
  expect(result.durationMs).toBeLessThanOrEqual(3_100);
});

test('every run ends before the next slot, whatever the settings and the target', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1_000, max: 60_000 }),
      fc.integer({ min: 100, max: 90_000 }),
      fc.nat(10),
      fc.array(fc.option(fc.nat(30_000), { nil: undefined })),
      async (intervalMs, timeoutMs, maxRetries, answersAfterMs) => {
        const clock = createFakeClock();
        const { check } = scriptedCheck(
          (number) =>
            new Promise((resolve) => {
              const afterMs = answersAfterMs[number - 1];
              if (afterMs !== undefined) clock.startTimer(afterMs, () => resolve(answer(503)));
            }),
          { service: { intervalMs, timeoutMs, retry: { ...threeRetries, maxRetries } } },
        );
        const { durationMs } = await clock.settle(checkerOn(clock).run(check, never));
        expect(durationMs).toBeLessThanOrEqual(intervalMs + 100);
      },
    ),
    { numRuns: 100 },
  );
});

test.each<[string, Look, number]>([
  ['while it asks', deaf, 5_000],
  ['while it waits for the next attempt', answering(503), 500],
])('is unknown when it is stopped %s', async (_name, look, afterMs) => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const { check } = scriptedCheck(look, { service: { retry: threeRetries } });
  const promise = checkerOn(clock).run(check, caller.signal);
  await clock.advance(afterMs);
  caller.abort();
  await clock.advance(50);
  await expect(promise).resolves.toMatchObject({ status: 'unknown', reason: 'interrupted', attempts: [{ number: 1 }] });
  expect(clock.pendingTimers()).toBe(0);
});

test('asks nothing when it was stopped before', async () => {
  const { check, asked } = scriptedCheck(answering(200));
  const result = await checkerOn(createFakeClock()).run(check, AbortSignal.abort());
  expect(result).toMatchObject({ status: 'unknown', reason: 'interrupted', attempts: [] });
  expect(asked()).toBe(0);
});

test('a stop that carries a TimeoutError is a stop all the same', async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const { check } = scriptedCheck(deaf);
  const promise = checkerOn(clock).run(check, caller.signal);
  caller.abort(new DOMException('time for everything is up', 'TimeoutError'));
  await expect(clock.settle(promise)).resolves.toMatchObject({ reason: 'interrupted' });
});

const breaker = { failureThreshold: 3, recoveryTimeoutMs: 30_000 };

test('an open circuit sends nothing and says what was last seen and when it will look', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check, asked } = scriptedCheck(answering(500), { service: { circuitBreaker: breaker } });
  for (let run = 1; run <= 3; run += 1) await checker.run(check, never);
  await clock.advance(18_000);
  const result = await checker.run(check, never);
  expect(asked()).toBe(3);
  expect(result).toMatchObject({
    status: 'unknown',
    reason: 'circuit_open',
    message: 'circuit open, next probe in 12 s, last seen unhealthy',
    attempts: [],
    circuit: { state: 'open', failures: 3, nextProbeInMs: 12_000, lastStatus: 'unhealthy' },
  });
});

test('the result that opens the circuit is the unhealthy one, and shows it open', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check } = scriptedCheck(answering(500), { service: { circuitBreaker: { ...breaker, failureThreshold: 1 } } });
  await expect(checker.run(check, never)).resolves.toMatchObject({ status: 'unhealthy', circuit: { state: 'open' } });
});

test('the half-open probe is a single attempt, and closes the circuit when it is healthy', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const settings = { circuitBreaker: { ...breaker, failureThreshold: 1 }, retry: threeRetries };
  const { check, asked } = scriptedCheck(answering(503, 503, 503, 503, 503, 200), { service: settings });
  await clock.settle(checker.run(check, never));
  expect(asked()).toBe(4);

  await clock.advance(30_000);
  await expect(clock.settle(checker.run(check, never))).resolves.toMatchObject({ status: 'unhealthy', maxAttempts: 1 });
  expect(asked()).toBe(5);

  await clock.advance(30_000);
  const healthy = await clock.settle(checker.run(check, never));
  expect(healthy).toMatchObject({ status: 'healthy', circuit: { state: 'closed', failures: 0 } });
});

test('a stopped probe leaves the circuit as it was', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check } = scriptedCheck(answering(500), { service: { circuitBreaker: { ...breaker, failureThreshold: 1 } } });
  await checker.run(check, never);
  await clock.advance(30_000);
  await expect(checker.run(check, AbortSignal.abort())).resolves.toMatchObject({
    reason: 'interrupted',
    circuit: { state: 'open', nextProbeInMs: 0 },
  });
});

const onePerHalfMinute = { maxRequests: 1, timeWindowMs: 30_000, key: 'shop.example' };

test('waits for the rate limit before each attempt, and counts that wait', async () => {
  const { result } = await runOnce(answering(503, 200), {
    service: { retry: threeRetries, rateLimit: onePerHalfMinute },
  });
  expect(result).toMatchObject({ status: 'healthy', attempts: [{ waitedMs: 0 }, { waitedMs: 30_001 }] });
});

test('is unknown where the rate limit leaves no room at all, and has sent nothing', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check, asked } = scriptedCheck(answering(200), {
    service: { rateLimit: onePerHalfMinute, intervalMs: 20_000 },
  });
  await checker.run(check, never);
  await expect(clock.settle(checker.run(check, never))).resolves.toMatchObject({
    status: 'unknown',
    reason: 'throttled',
    attempts: [],
  });
  expect(asked()).toBe(1);
});

test('ends with what it has where the rate limit leaves no room for a retry', async () => {
  const settings = { retry: threeRetries, rateLimit: onePerHalfMinute, intervalMs: 20_000 };
  const { result, asked } = await runOnce(answering(503), { service: settings });
  expect(asked).toBe(1);
  expect(result).toMatchObject({ status: 'unhealthy', reason: 'unexpected_status', durationMs: 1_000 });
});

/** A login that obeys its signal, told as the schemes tell it. */
const deafLogin: Look = (_number, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      const cause = new Failure('timeout', 'time is up');
      reject(new Failure('auth_failed', 'login at https://login.example failed: time is up', { cause }));
    });
  });

test.each([
  ['while it waited', deaf],
  ['while it logged in', deafLogin],
])('does not blame the target for the time that the rate limit took %s', async (_when, second) => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const { check } = scriptedCheck(
    (number, context) => (number === 1 ? answering(200)(1, context) : second(number, context)),
    {
      service: { rateLimit: onePerHalfMinute, intervalMs: 32_000 },
    },
  );
  await checker.run(check, never);
  await expect(clock.settle(checker.run(check, never))).resolves.toMatchObject({
    status: 'unknown',
    reason: 'throttled',
  });
});

test('a rate limit that took next to no time leaves a timeout what it is', async () => {
  const clock = createFakeClock();
  const checker = checkerOn(clock);
  const rateLimit = { ...onePerHalfMinute, timeWindowMs: 5 };
  const { check } = scriptedCheck(deaf, { service: { rateLimit, intervalMs: 10_000, timeoutMs: 10_000 } });
  const both = Promise.all([checker.run(check, never), checker.run(check, never)]);
  await expect(clock.settle(both)).resolves.toMatchObject([{ reason: 'timeout' }, { reason: 'timeout' }]);
});

test('the wall clock may jump: durations stay true', async () => {
  const clock = createFakeClock();
  const { check } = scriptedCheck(
    () =>
      new Promise((resolve) => {
        clock.startTimer(200, () => {
          clock.jumpWallClock(-7_200_000);
          resolve(answer(200));
        });
      }),
  );
  await expect(clock.settle(checkerOn(clock).run(check, never))).resolves.toMatchObject({ durationMs: 200 });
});

test('no text of a result holds a secret, however the target says it', async () => {
  const secret = 's3cr3t-t0ken';
  const hidden = 's3cr3t\u200b-t0ken';
  const clock = createFakeClock();
  const checker = checkerOn(clock, { redact: createRedactor([secret]) });
  const echo = `you sent ${secret}, or ${hidden}`;
  const looks: Look[] = [
    async () =>
      answer(500, {
        statusText: echo,
        url: `https://shop.example/?q=${secret}`,
        contentType: echo,
        headers: { 'x-echo': echo, [`x-${secret}`]: 'x', 'set-cookie': 'session=abcdef' },
        body: echo,
        redirects: [{ url: `https://${secret}.example/`, statusCode: 302, location: `/?${secret}` }],
      }),
    async () => answer(200, { summary: echo }),
    () => Promise.reject(new Failure('protocol_error', echo, { facts: { body: echo, headers: { echo } } })),
    () => Promise.reject(new Error(echo)),
  ];
  for (const look of looks) {
    const { check } = scriptedCheck(look, { service: { runbook: `https://wiki.example/${secret}` } });
    const text = JSON.stringify(await checker.run({ ...check, probe: { ...check.probe, target: echo } }, never));
    expect(text).not.toContain(secret);
    expect(text).not.toContain('session=abcdef');
    expect(text).toContain('***');
  }
});
