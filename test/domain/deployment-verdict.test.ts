import { describe, expect, test } from 'vitest';
import { type Deployment, isOwed, rollBackDeployment, tellRollback } from '../../src/domain/deployment.ts';
import { gatherEvidence, type WindowSample } from '../../src/domain/deployment-evidence.ts';
import { type DeploymentLook, endUnjudged, lookAtDeployment } from '../../src/domain/deployment-verdict.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';
import { deployment, noon } from '../storage/records.ts';

const minute = 60_000;

/** So many checks, of which so many fail; the others take so many ms, spread by a tenth. */
function checks(count: number, { failed = 0, aboutMs = 140 } = {}): WindowSample['tally'] & object {
  const times = Array.from({ length: count - failed }, (_item, index) => aboutMs * (0.9 + (0.2 * (index % 21)) / 20));
  const counts = { healthy: count - failed, degraded: 0, unhealthy: failed, unknown: 0 };
  return { counts, timeouts: 0, sketch: sketchOf(times) };
}

const watched = deployment({ status: 'in_progress', startedAt: noon });
const baked = noon + 10 * minute;

interface Seen extends Partial<Omit<DeploymentLook, 'before' | 'after'>> {
  readonly before?: WindowSample['tally'];
  readonly after?: WindowSample['tally'];
}

function look({ before = checks(30), after = checks(60), ...more }: Seen = {}): DeploymentLook {
  const nowAt = more.nowAt ?? baked;
  return {
    before: { fromAt: noon - 30 * minute, toAt: noon, tally: before },
    after: { fromAt: noon, toAt: Math.min(nowAt, baked), tally: after },
    seenMs: Math.min(nowAt, baked) - noon,
    incidents: [],
    nowAt,
    ...more,
  };
}

function incident(facts: Partial<Incident>): Incident {
  const when = { startedAt: noon - 5 * minute, confirmedAt: noon - 3 * minute };
  return {
    id: 'i',
    service: 'checkout',
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no answer',
    ...when,
    ...facts,
  };
}

describe('a deployment that is watched', () => {
  test('goes on with its evidence until its bake time is over, and has then succeeded', () => {
    const early = lookAtDeployment(watched, look({ nowAt: noon + minute, after: checks(6) }));
    expect(early).toMatchObject({ status: 'in_progress', evidence: { after: { checks: 6, failed: 0 } } });
    expect(early.evidence).not.toHaveProperty('reason');
    const late = lookAtDeployment(early, look());
    expect(late).toMatchObject({ status: 'success', endedAt: baked, evidence: { reason: 'no_worse' } });
    expect(late.evidence?.message).toMatch(/^0 of 60 checks failed against 0 of 30 before, p50 \d+ ms against \d+ ms$/);
    expect(late.evidence?.tests.map(({ name, worse }) => [name, worse])).toEqual([
      ['errors', false],
      ['latency', false],
    ]);
  });

  test('fails at once when an incident of the service is confirmed', () => {
    const incidents = [incident({ startedAt: noon + 20_000, confirmedAt: noon + 40_000 })];
    const judged = lookAtDeployment(
      watched,
      look({ nowAt: noon + minute, incidents, after: checks(6, { failed: 3 }) }),
    );
    expect(judged).toMatchObject({ status: 'failed', endedAt: noon + minute, evidence: { reason: 'incident' } });
    expect(judged.evidence?.message).toContain('confirmed unhealthy: no answer');
  });

  test.each<[what: string, incident: Partial<Incident>, reason: string]>([
    ['still down as before', {}, 'unhealthy'],
    ['recovered meanwhile', { closedAt: noon + minute }, 'no_worse'],
    ['only degraded, as before', { status: 'degraded' }, 'no_worse'],
    [
      'down before and merely degraded since',
      {
        levels: [
          { status: 'unhealthy', startedAt: noon - 5 * minute, confirmedAt: noon - 3 * minute },
          { status: 'degraded', startedAt: noon + minute, confirmedAt: noon + 2 * minute },
        ],
      },
      'no_worse',
    ],
    [
      'degraded before and down since',
      {
        levels: [
          { status: 'degraded', startedAt: noon - 5 * minute, confirmedAt: noon - 3 * minute },
          { status: 'unhealthy', startedAt: noon + minute, confirmedAt: noon + 2 * minute },
        ],
      },
      'incident',
    ],
    ['broken only after its bake time', { startedAt: baked + 1, confirmedAt: baked + minute }, 'no_worse'],
  ])('of a service that is %s is judged by that', (_what, facts, reason) => {
    const judged = lookAtDeployment(watched, look({ incidents: [incident(facts)], nowAt: baked + 2 * minute }));
    expect(judged.evidence?.reason).toBe(reason);
  });

  test('fails when more checks fail than before in two looks in a row, of which the second knows more', () => {
    const at = (nowAt: number, count: number) => look({ nowAt, after: checks(count, { failed: count / 2 }) });
    const once = lookAtDeployment(watched, at(noon + 2 * minute, 12));
    expect(once).toMatchObject({ status: 'in_progress', evidence: { tests: [{ name: 'errors', worse: true }] } });
    expect(lookAtDeployment(once, at(noon + 2 * minute, 12)).status).toBe('in_progress');
    const twice = lookAtDeployment(once, at(noon + 3 * minute, 14));
    expect(twice).toMatchObject({ status: 'failed', evidence: { reason: 'more_errors' } });
  });

  test.each<[what: string, seen: Seen, status: string, reason: string]>([
    ['more errors in the end', { after: checks(60, { failed: 20 }) }, 'failed', 'more_errors'],
    ['slower answers', { after: checks(60, { aboutMs: 240 }) }, 'failed', 'slower'],
    ['slightly slower answers', { after: checks(60, { aboutMs: 155 }) }, 'success', 'no_worse'],
    ['so few more errors that it can be chance', { after: checks(60, { failed: 3 }) }, 'success', 'no_worse'],
    [
      'errors as ever',
      { before: checks(30, { failed: 10 }), after: checks(60, { failed: 20 }) },
      'success',
      'no_worse',
    ],
    ['fewer errors', { before: checks(30, { failed: 20 }), after: checks(60) }, 'success', 'no_worse'],
    ['too few checks', { after: checks(4) }, 'failed', 'too_few_checks'],
    ['no check at all', { after: { ...checks(0) } }, 'failed', 'too_few_checks'],
    ['most of the time nobody looked', { after: checks(20), seenMs: 4 * minute }, 'failed', 'not_watched'],
  ])('ends with %s', (_what, seen, status, reason) => {
    expect(lookAtDeployment(watched, look(seen))).toMatchObject({ status, evidence: { reason } });
  });

  test('is judged by itself where there is nothing before it', () => {
    const lookAtFirst: DeploymentLook = { ...look(), before: { fromAt: noon - 30 * minute, toAt: noon } };
    const judged = lookAtDeployment(watched, lookAtFirst);
    expect(judged).toMatchObject({ status: 'success', evidence: { tests: [], before: { checks: 0 } } });
    expect(judged.evidence?.message).toBe('0 of 60 checks failed; there is nothing before it to compare with');
  });

  test('says what kept it from being judged', () => {
    const few = lookAtDeployment(watched, look({ after: checks(4) }));
    expect(few.evidence?.message).toContain('could not be judged: 4 checks in 10 min, 5 are needed');
    const away = lookAtDeployment(watched, look({ after: checks(20), seenMs: 4 * minute }));
    expect(away.evidence?.message).toContain('could not be judged: looked at for 4 min of 10 min');
    const text = '2.3.2 was deployed before it could be';
    const superseded = endUnjudged(watched, { reason: 'superseded', text, at: noon + minute });
    expect(superseded).toMatchObject({ status: 'failed', endedAt: noon + minute, evidence: { reason: 'superseded' } });
    expect(superseded.evidence?.message).toBe(`could not be judged: ${text}`);
  });

  test('hardly ever fails by chance, however often it is looked at', () => {
    let seed = 7;
    const random = () => {
      // Numerical Recipes' linear congruential generator.
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 2 ** 32;
    };
    const failedBelow = (share: number, count: number) =>
      Array.from({ length: count }, random).filter((number) => number < share).length;
    let wrong = 0;
    for (let run = 0; run < 300; run += 1) {
      const before = checks(60, { failed: failedBelow(0.05, 60) });
      let [current, failed]: [Deployment, number] = [watched, 0];
      for (let count = 1; count <= 60; count += 1) {
        failed += failedBelow(0.05, 1);
        const nowAt = noon + count * 10_000;
        current = lookAtDeployment(current, look({ before, after: checks(count, { failed }), nowAt }));
        if (current.status !== 'in_progress') break;
      }
      if (current.status === 'failed') wrong += 1;
    }
    expect(wrong / 300).toBeLessThan(0.04);
  });
});

describe('the evidence', () => {
  test('has a percentile only where there are answers enough', () => {
    const few = { fromAt: 0, toAt: 1, tally: checks(10) };
    const { after } = gatherEvidence({ fromAt: 0, toAt: 1 }, few);
    expect(after).toMatchObject({ checks: 10, p50Ms: expect.any(Number) });
    expect(after).not.toHaveProperty('p95Ms');
  });
});

describe('a rollback', () => {
  const order = { at: noon, by: 'kim', reason: 'payments time out' };

  test.each<[Deployment['status'], boolean]>([
    ['pending', false],
    ['in_progress', false],
    ['success', true],
    ['failed', true],
    ['rolled_back', false],
  ])('of one that is %s can be done: %s', (status, can) => {
    const rolledBack = rollBackDeployment(deployment({ status }), order);
    expect(rolledBack !== undefined).toBe(can);
    if (can) expect(rolledBack).toMatchObject({ status: 'rolled_back', rollback: order });
  });

  test('is owed until it is told', () => {
    const webhook = { status: 'pending', at: noon, attempts: 0 } as const;
    const rolledBack = rollBackDeployment(deployment({ status: 'failed' }), { ...order, webhook }) ?? deployment();
    expect(isOwed(rolledBack)).toBe(true);
    const tried = tellRollback(rolledBack, { status: 'pending', at: noon + 1, text: 'answered 503' });
    expect(isOwed(tried)).toBe(true);
    const told = tellRollback(tried, { status: 'delivered', at: noon + 2, text: 'answered 200' });
    expect(told.rollback?.webhook).toEqual({ status: 'delivered', at: noon + 2, attempts: 2, text: 'answered 200' });
    expect(isOwed(told)).toBe(false);
    expect(tellRollback(told, { status: 'failed', at: noon + 3 })).toBe(told);
  });
});
