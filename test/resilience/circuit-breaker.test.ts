import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Status } from '../../src/domain/status.ts';
import { type CircuitBreaker, createCircuitBreaker, type Pass } from '../../src/resilience/circuit-breaker.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const settings = { failureThreshold: 3, recoveryTimeoutMs: 30_000 };
const statusOf: Record<string, Status> = { H: 'healthy', D: 'degraded', U: 'unhealthy', '?': 'unknown' };

/** Runs that end with these verdicts: H healthy, D degraded, U unhealthy, ? unknown. */
function replay(breaker: CircuitBreaker, history: string): void {
  for (const letter of history.split(' ')) breaker.admit()?.settle(statusOf[letter] ?? 'unknown');
}

test.each([
  ['stays closed below the threshold', 'U U', { state: 'closed', failures: 2 }],
  ['opens at the threshold', 'U U U', { state: 'open', failures: 3, lastStatus: 'unhealthy', nextProbeInMs: 30_000 }],
  ['counts failures in a row only', 'U U H U U', { state: 'closed', failures: 2 }],
  ['takes a degraded run as one that works', 'U U D U', { state: 'closed', failures: 1 }],
  ['learns nothing from a run that could not look', 'U U ? ?', { state: 'closed', failures: 2 }],
  ['opens with failures on both sides of such a run', 'U ? U ? U', { state: 'open', failures: 3 }],
])('%s', (_name, history, state) => {
  const breaker = createCircuitBreaker(settings, createFakeClock());
  replay(breaker, history);
  expect(breaker.state()).toMatchObject(state);
});

test('lets nothing through while it is open, and says when it will', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(settings, clock);
  replay(breaker, 'U U U');
  await clock.advance(29_999);
  expect(breaker.admit()).toBeUndefined();
  expect(breaker.state()).toMatchObject({ state: 'open', nextProbeInMs: 1 });
});

test('lets exactly one probe through after the recovery timeout, however many ask', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(settings, clock);
  replay(breaker, 'U U U');
  await clock.advance(30_000);
  const passes = Array.from({ length: 50 }, () => breaker.admit());
  expect(passes.filter((pass) => pass !== undefined).map(({ kind }) => kind)).toEqual(['probe']);
  expect(breaker.state()).toEqual({ state: 'half_open', failures: 3, lastStatus: 'unhealthy' });
});

test.each<[string, Status, object]>([
  ['closes after a healthy probe', 'healthy', { state: 'closed', failures: 0 }],
  ['closes after a degraded probe', 'degraded', { state: 'closed', failures: 0 }],
  ['opens for the whole timeout again after an unhealthy probe', 'unhealthy', { state: 'open', nextProbeInMs: 30_000 }],
  [
    'stays open, with the next probe due, after a probe that could not look',
    'unknown',
    { state: 'open', nextProbeInMs: 0 },
  ],
])('%s', async (_name, status, state) => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(settings, clock);
  replay(breaker, 'U U U');
  await clock.advance(30_000);
  breaker.admit()?.settle(status);
  expect(breaker.state()).toMatchObject(state);
});

test('hears only the first word of a pass', () => {
  const breaker = createCircuitBreaker(settings, createFakeClock());
  const pass = breaker.admit();
  pass?.settle('unhealthy');
  pass?.settle('unhealthy');
  expect(breaker.state()).toEqual({ state: 'closed', failures: 1 });
});

test('does not close for a run that was let through before it opened', () => {
  const breaker = createCircuitBreaker(settings, createFakeClock());
  const old = breaker.admit();
  replay(breaker, 'U U U');
  old?.settle('healthy');
  expect(breaker.state()).toMatchObject({ state: 'open' });
});

test('does not count a run that was let through before it opened and ends after it closed again', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(settings, clock);
  const old = breaker.admit();
  replay(breaker, 'U U U');
  await clock.advance(30_000);
  replay(breaker, 'H');
  old?.settle('unhealthy');
  expect(breaker.state()).toEqual({ state: 'closed', failures: 0 });
});

test('is not moved by the wall clock', async () => {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(settings, clock);
  replay(breaker, 'U U U');
  clock.jumpWallClock(3_600_000);
  expect(breaker.admit()).toBeUndefined();
});

type Step =
  | { readonly do: 'admit' }
  | { readonly do: 'settle'; readonly which: number; readonly status: Status }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('admit' as const) }),
  fc.record({
    do: fc.constant('settle' as const),
    which: fc.nat(5),
    status: fc.constantFrom(...Object.values(statusOf)),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }),
);

test('never has two probes under way, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const clock = createFakeClock();
      const breaker = createCircuitBreaker(settings, clock);
      const passes: Pass[] = [];
      for (const one of steps) {
        if (one.do === 'wait') await clock.advance(one.ms);
        if (one.do === 'settle') passes.splice(one.which, 1)[0]?.settle(one.status);
        if (one.do === 'admit') passes.push(...[breaker.admit()].filter((pass) => pass !== undefined));
        const probes = passes.filter(({ kind }) => kind === 'probe');
        expect(probes).toHaveLength(breaker.state().state === 'half_open' ? 1 : 0);
      }
    }),
    { numRuns: 150 },
  );
});
