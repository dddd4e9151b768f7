import { describe, expect, test } from 'vitest';
import { conditionsOf } from '../../src/domain/alert-condition.ts';
import type { CheckResult, Finding } from '../../src/domain/check-result.ts';
import type { Health } from '../../src/domain/health.ts';
import {
  attempt,
  certificate,
  checkResult,
  failedAttempt,
  foundResult,
  observation,
  tls,
} from '../support/check-result.ts';

const at = 1_800_000_000_000;
const dayMs = 86_400_000;
const stages = [14, 7, 3, 1].map((days) => days * dayMs);

function health(changes: Partial<Health> = {}): Health {
  return { status: 'healthy', sinceAt: 5, against: [], recent: 'HHH', flapping: false, lastResultAt: at, ...changes };
}

function conditionOf(rule: string, result: CheckResult, known: Partial<Health> = {}) {
  const all = conditionsOf({ result, health: health(known), certificateStagesMs: stages });
  return all.find((condition) => condition.rule === rule);
}

const down = foundResult({ status: 'unhealthy', reason: 'timeout', message: 'no answer' }, { startedAt: at });
const worse = foundResult({ status: 'degraded', reason: 'assertion_failed', message: 'queue' }, { startedAt: at });
const well = checkResult({ startedAt: at });

describe('what a result says', () => {
  test('is nothing where it did not look', () => {
    const result = foundResult({ status: 'unknown', reason: 'circuit_open', message: '' }, { startedAt: at });
    expect(conditionsOf({ result, health: health({ status: 'unhealthy' }), certificateStagesMs: stages })).toEqual([]);
  });

  test.each<[rule: string, what: string, result: CheckResult, known: Partial<Health>, expected: object | undefined]>([
    ['unhealthy', 'holds', down, { status: 'unhealthy' }, { holds: true, startedAt: 5, severity: 'critical' }],
    ['unhealthy', 'is open on the way to recovery', well, { status: 'unhealthy' }, undefined],
    ['unhealthy', 'is over when it is degraded', worse, { status: 'degraded' }, { holds: false, endedAt: 5 }],
    ['unhealthy', 'is over when it is healthy', well, {}, { holds: false, endedAt: 5 }],
    ['degraded', 'holds', worse, { status: 'degraded' }, { holds: true, startedAt: 5, severity: 'warning' }],
    ['degraded', 'stays as it was while it is down', down, { status: 'unhealthy' }, undefined],
    ['degraded', 'is over when it is healthy', well, {}, { holds: false, endedAt: 5 }],
    [
      'flapping',
      'holds',
      well,
      { flapping: true, recent: 'HU'.repeat(10) },
      { holds: true, startedAt: at, severity: 'warning' },
    ],
    ['flapping', 'is over', well, {}, { holds: false, endedAt: at }],
    ['slow', 'is unheard of', well, {}, undefined],
    ['slow', 'is over', well, { slow: { holds: false, sinceAt: 7, against: 0 } }, { holds: false, endedAt: 7 }],
    [
      'slow',
      'stays as it was for one quick answer',
      well,
      { slow: { holds: true, sinceAt: 7, against: 1 } },
      undefined,
    ],
  ])('of %s: %s', (rule, _what, result, known, expected) => {
    const condition = conditionOf(rule, result, known);
    if (expected === undefined) expect(condition).toBeUndefined();
    else expect(condition).toMatchObject(expected);
  });

  test('of slowness is about its speed, whatever else is wrong', () => {
    const finding: Finding = { status: 'degraded', reason: 'slow', severity: 'critical', message: 'slow: 6 s' };
    const result = { ...down, findings: [...down.findings, finding] };
    expect(conditionOf('slow', result, { slow: { holds: true, sinceAt: 7, against: 0 } })).toMatchObject({
      holds: true,
      startedAt: 7,
      severity: 'critical',
      about: { reason: 'slow', message: 'slow: 6 s' },
    });
  });

  test('of flapping names the share of changes', () => {
    expect(conditionOf('flapping', well, { flapping: true, recent: 'HU'.repeat(10) })).toMatchObject({
      about: { reason: 'flapping', message: 'changes its state all the time: 100 % changes among its last 20 results' },
    });
  });
});

function expiring(leftMs: number): CheckResult {
  const chain = [certificate({ validToAt: at + leftMs }), certificate({ validToAt: at + 900 * dayMs })];
  return foundResult(
    { status: 'degraded', reason: 'certificate_expiring', message: 'expires' },
    { startedAt: at, observation: observation({ tls: tls({ chain }) }) },
  );
}

describe('a certificate', () => {
  test.each([
    [13.9, 14],
    [14, 14],
    [7.1, 14],
    [6.9, 7],
    [2, 3],
    [0.5, 1],
    [0, 0],
    [-1, 0],
  ])('with %d days left has come to the stage of %d days', (left, stage) => {
    expect(conditionOf('certificate', expiring(left * dayMs))).toMatchObject({ holds: true, stage: stage * dayMs });
  });

  test('that warns before all stages has come to none of them, and can be written down', () => {
    const condition = conditionOf('certificate', expiring(29 * dayMs));
    expect(condition).toMatchObject({ holds: true, stage: Number.MAX_SAFE_INTEGER });
    expect(JSON.parse(JSON.stringify(condition))).toEqual(condition);
  });

  test('that has expired is at its end even where no answer came', () => {
    const result = foundResult(
      { status: 'unhealthy', reason: 'tls_expired', message: 'expired' },
      { startedAt: at, attempts: [failedAttempt({ reason: 'tls_expired', message: 'expired' })] },
    );
    expect(conditionOf('certificate', result)).toMatchObject({ holds: true, stage: 0 });
  });

  test('is well when an answer came without a finding, and unknown when none came', () => {
    expect(conditionOf('certificate', { ...well, attempts: [attempt()] })).toEqual({
      rule: 'certificate',
      holds: false,
      endedAt: at,
    });
    const silent = { ...down, attempts: [failedAttempt({ reason: 'timeout', message: 'no answer' })] };
    expect(conditionOf('certificate', silent)).toBeUndefined();
  });
});
