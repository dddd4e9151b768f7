import { describe, expect, test } from 'vitest';
import { mergeSketches, sketchOf } from '../../src/domain/percentile-sketch.ts';
import { type CheckSample, type RegressionSamples, regressionsIn } from '../../src/domain/regression.ts';
import { reduceStreak, type Streak } from '../../src/domain/streak.ts';

/** So many checks, of which so many fail; the others take so many ms, spread by a tenth. */
function checks(count: number, { failed = 0, aboutMs = 140 } = {}): CheckSample {
  const times = Array.from({ length: count - failed }, (_item, index) => aboutMs * (0.9 + (0.2 * (index % 21)) / 20));
  return { counts: { healthy: count - failed, degraded: 0, unhealthy: failed, unknown: 0 }, sketch: sketchOf(times) };
}

/** In each of four weeks four hours, of which each is like that. */
const fourWeeks = (hour: CheckSample) => [1, 2, 3, 4].map(() => [hour, hour, hour, hour]);
const both = { latency: true, errors: true };

describe('a change against the same hours of the last weeks', () => {
  test('is found where answers are slower, with its evidence', () => {
    const found = regressionsIn({ recent: checks(60, { aboutMs: 212 }), usual: fourWeeks(checks(60)) }, both);
    expect(found).toEqual([
      {
        kind: 'latency',
        message: expect.stringMatching(
          /^p50 \d{3} ms against \d{3} ms usually at this hour \(\+\d\d %, p < 0\.001, n = 60 against 960\)$/,
        ),
      },
    ]);
  });

  test('is found where more checks fail, with its evidence', () => {
    const found = regressionsIn(
      { recent: checks(60, { failed: 9 }), usual: fourWeeks(checks(60, { failed: 1 })) },
      both,
    );
    expect(found).toEqual([
      {
        kind: 'errors',
        message: '15 % of the checks fail against 1.7 % usually at this hour (p < 0.001, n = 60 against 960)',
      },
    ]);
  });

  test.each<[what: string, recent: CheckSample, usual: CheckSample]>([
    ['everything is as usual', checks(60), checks(60)],
    ['answers are faster', checks(60, { aboutMs: 90 }), checks(60)],
    ['answers are certainly, but only a little, slower', checks(3_600, { aboutMs: 155 }), checks(3_600)],
    ['fewer fail', checks(60), checks(60, { failed: 6 })],
    ['so few more fail that it can be chance', checks(60, { failed: 2 }), checks(60)],
    ['certainly, but hardly, more fail', checks(36_000, { failed: 200 }), checks(36_000, { failed: 50 })],
    ['it has always failed as often', checks(60, { failed: 30 }), checks(60, { failed: 30 })],
  ])('is not found where %s', (_what, recent, usual) => {
    expect(regressionsIn({ recent, usual: fourWeeks(usual) }, both)).toEqual([]);
  });

  test('is looked for only as far as that is asked for', () => {
    const samples = { recent: checks(60, { failed: 20, aboutMs: 300 }), usual: fourWeeks(checks(60)) };
    const kinds = (watch: { readonly latency: boolean; readonly errors: boolean }) =>
      regressionsIn(samples, watch)?.map(({ kind }) => kind);
    expect(kinds(both)).toEqual(['latency', 'errors']);
    expect(kinds({ latency: true, errors: false })).toEqual(['latency']);
    expect(kinds({ latency: false, errors: true })).toEqual(['errors']);
  });

  test.each<[what: string, samples: RegressionSamples]>([
    [
      'fewer than twenty checks in the last hour',
      { recent: checks(19, { aboutMs: 500 }), usual: fourWeeks(checks(60)) },
    ],
    ['fewer than a hundred before', { recent: checks(60, { aboutMs: 500 }), usual: fourWeeks(checks(6)) }],
    ['a single week before', { recent: checks(60, { aboutMs: 500 }), usual: [[checks(60), checks(60)]] }],
  ])('cannot be told from %s', (_what, samples) => {
    expect(regressionsIn(samples, both)).toBeUndefined();
  });
});

// Park and Miller's generator (Communications of the ACM 31, 1988): the same series in every run.
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * A service that does not change: log-normal response times with a heavy tail that drift from one check to the next, as those of
 * real services do, and one check in a hundred fails.
 */
function unchanging(random: () => number): (count: number) => CheckSample {
  let drift = 0;
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  return (count) => {
    const times: number[] = [];
    let failed = 0;
    for (let index = 0; index < count; index += 1) {
      drift = 0.9 * drift + 0.05 * normal();
      if (random() < 0.01) failed += 1;
      else times.push(140 * Math.exp(drift + 0.25 * normal()) * (random() < 0.02 ? 5 : 1));
    }
    return { counts: { healthy: count - failed, degraded: 0, unhealthy: failed, unknown: 0 }, sketch: sketchOf(times) };
  };
}

function joined(parts: readonly CheckSample[]): CheckSample {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  for (const part of parts) {
    counts.healthy += part.counts.healthy;
    counts.unhealthy += part.counts.unhealthy;
  }
  return { counts, sketch: mergeSketches(parts.map(({ sketch }) => sketch)) };
}

test('a service that does not change is found changed in less than one of a thousand hours', () => {
  const sampleOf = unchanging(seeded(20_261_121));
  const hours = 3_000;
  let falseHours = 0;
  const usualOf = () => [1, 2, 3, 4].map(() => [1, 2, 3, 4].map(() => sampleOf(60)));
  let usual = usualOf();
  let window = Array.from({ length: 6 }, () => sampleOf(10));
  let streak: Streak | undefined;
  for (let hour = 0; hour < hours; hour += 1) {
    if (hour % 20 === 0) usual = usualOf();
    let alarmed = false;
    for (let look = 0; look < 6; look += 1) {
      window = [...window.slice(1), sampleOf(10)];
      const found = regressionsIn({ recent: joined(window), usual }, both) ?? [];
      streak = reduceStreak(streak, { holds: found.length > 0, at: look }, { beginAfter: 2, endAfter: 2 });
      alarmed ||= streak.holds;
    }
    if (alarmed) falseHours += 1;
  }
  expect(falseHours).toBeLessThanOrEqual(hours / 1_000);
});

test('a service that becomes half as slow again is found within the hour', () => {
  const random = seeded(7);
  const sampleOf = unchanging(random);
  const usual = [1, 2, 3, 4].map(() => [1, 2, 3, 4].map(() => sampleOf(60)));
  const slower = sketchOf(
    Array.from({ length: 60 }, () => 210 * Math.exp(0.25 * (random() + random() + random() - 1.5))),
  );
  const recent = { ...sampleOf(60), sketch: slower };
  expect(regressionsIn({ recent, usual }, both)?.map(({ kind }) => kind)).toEqual(['latency']);
});
