import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Check } from '../../src/monitor/check.ts';
import { runChecks } from '../../src/monitor/run-checks.ts';
import type { Policy } from '../../src/resilience/policy.ts';
import { answer, answering, checkerOn, deaf, type Look, scriptedCheck } from '../support/checks.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

const atOnce: Policy = (work, signal) => work(signal);

function named(name: string, look: Look): Check {
  return scriptedCheck(look, { service: { name, timeoutMs: 5_000 } }).check;
}

function after(clock: FakeClock, ms: number, statusCode = 200): Look {
  return () =>
    new Promise((resolve) => {
      clock.startTimer(ms, () => resolve(answer(statusCode)));
    });
}

/** Runs the checks and notes when each result came. */
async function run(clock: FakeClock, checks: readonly Check[], maxWorkers: number) {
  const beganAt = clock.monotonic();
  const log: string[] = [];
  const onResult = ({ service }: CheckResult) => log.push(`${service}@${clock.monotonic() - beganAt}`);
  const signal = new AbortController().signal;
  const report = await clock.settle(
    runChecks(checks, { checker: checkerOn(clock), clock, pace: atOnce, maxWorkers, signal, onResult }),
  );
  return { report, log };
}

test('reports worst first and otherwise in the order of the configuration', async () => {
  const clock = createFakeClock();
  const checks = [
    named('a', answering(200)),
    named('b', answering(500)),
    named('c', answering(202)),
    named('d', answering(500)),
  ];
  const { report } = await run(clock, checks, 10);
  expect(report.results.map(({ service }) => service)).toEqual(['b', 'd', 'c', 'a']);
  expect(report).toMatchObject({ startedAt: Date.UTC(2026, 10, 21, 19, 36, 0), durationMs: 0 });
});

test('tells each result as soon as there is one', async () => {
  const clock = createFakeClock();
  const checks = [
    named('slow', after(clock, 900)),
    named('quick', after(clock, 10)),
    named('middle', after(clock, 300)),
  ];
  const { log, report } = await run(clock, checks, 10);
  expect(log).toEqual(['quick@10', 'middle@300', 'slow@900']);
  expect(report.durationMs).toBe(900);
});

test('runs one after another with one worker', async () => {
  const clock = createFakeClock();
  const { log } = await run(clock, [named('a', after(clock, 300)), named('b', after(clock, 10))], 1);
  expect(log).toEqual(['a@300', 'b@310']);
});

test('a dead target takes one worker and delays nobody else', async () => {
  const clock = createFakeClock();
  const quick = Array.from({ length: 5 }, (_, index) => named(`quick-${index}`, after(clock, 100)));
  const { log } = await run(clock, [named('dead', deaf), ...quick], 2);
  expect(log).toEqual(['quick-0@100', 'quick-1@200', 'quick-2@300', 'quick-3@400', 'quick-4@500', 'dead@5050']);
});

test('when it is stopped the report is complete all the same, and what has not ended is unknown', async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const checks = [
    named('done', answering(200)),
    named('running', deaf),
    named('waiting', deaf),
    named('last', answering(200)),
  ];
  const promise = runChecks(checks, {
    checker: checkerOn(clock),
    clock,
    pace: atOnce,
    maxWorkers: 1,
    signal: caller.signal,
  });
  await clock.advance(1_000);
  caller.abort();
  const { results } = await clock.settle(promise);
  expect(results.map(({ service, status, reason }) => [service, status, reason])).toEqual([
    ['running', 'unknown', 'interrupted'],
    ['waiting', 'unknown', 'interrupted'],
    ['last', 'unknown', 'interrupted'],
    ['done', 'healthy', 'ok'],
  ]);
});

test('reports nothing of no checks', async () => {
  const { report } = await run(createFakeClock(), [], 10);
  expect(report.results).toEqual([]);
});

test('hundreds at once set off no warning of a leak', async () => {
  const warnings: string[] = [];
  const listen = ({ name }: Error) => warnings.push(name);
  process.on('warning', listen);
  const clock = createFakeClock();
  await run(
    clock,
    Array.from({ length: 300 }, (_, index) => named(`s-${index}`, after(clock, 10))),
    300,
  );
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listen);
  expect(warnings).toEqual([]);
});
