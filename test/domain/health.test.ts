import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Health, type HealthChange, reduceHealth } from '../../src/domain/health.ts';
import { resultOf } from '../support/monitor-world.ts';

const policy = { failureCountAlert: 3, recoveryCount: 2 };

/** Results one second apart: `H D U ?`, and `S` for degraded by more than the critical threshold. */
function replay(letters: string, policyOf = policy) {
  let health: Health | undefined;
  const changes: HealthChange[] = [];
  for (const [n, letter] of [...letters.replaceAll(' ', '')].entries()) {
    const transition = reduceHealth(health, resultOf(letter, 'api', n * 1_000), policyOf);
    health = transition.health;
    if (transition.change !== undefined) changes.push(transition.change);
  }
  if (health === undefined) throw new Error('there was no result');
  return { health, changes, story: changes.map(({ from, to }) => `${from}>${to}`).join(' ') };
}

describe('health', () => {
  test.each<[what: string, history: string, status: string, story: string]>([
    ['is unknown before anything was learned', '? ? ?', 'unknown', ''],
    ['is healthy at the first sight of it', '? H', 'healthy', 'unknown>healthy'],
    ['needs the threshold for bad news from the start', 'U U', 'unknown', ''],
    ['confirms bad news from the start at the threshold', 'U U U', 'unhealthy', 'unknown>unhealthy'],
    ['stays below the threshold', 'H U U H', 'healthy', 'unknown>healthy'],
    ['starts counting again after a good result', 'H U U H U U', 'healthy', 'unknown>healthy'],
    ['confirms at the threshold', 'H U U U', 'unhealthy', 'unknown>healthy healthy>unhealthy'],
    [
      'neither counts nor forgets for a check that did not look',
      'H U ? U ? ? U',
      'unhealthy',
      'unknown>healthy healthy>unhealthy',
    ],
    ['confirms the least bad of a mixed run', 'H U D U', 'degraded', 'unknown>healthy healthy>degraded'],
    [
      'adds unhealthy results up while degraded',
      'H DDD U D U D U',
      'unhealthy',
      'unknown>healthy healthy>degraded degraded>unhealthy',
    ],
    ['forgets them at a healthy one', 'H DDD U D U H U', 'degraded', 'unknown>healthy healthy>degraded'],
    ['does not recover for one good result', 'UUU H U H U', 'unhealthy', 'unknown>unhealthy'],
    ['recovers at its own threshold', 'UUU H H', 'healthy', 'unknown>unhealthy unhealthy>healthy'],
    ['recovers across a check that did not look', 'UUU H ? H', 'healthy', 'unknown>unhealthy unhealthy>healthy'],
    ['recovers to the worst of the better run', 'UUU H D', 'degraded', 'unknown>unhealthy unhealthy>degraded'],
    ['recovers step by step', 'UUU D D H H', 'healthy', 'unknown>unhealthy unhealthy>degraded degraded>healthy'],
    ['does not mix the way up with the way down', 'H DDD U H U H U', 'degraded', 'unknown>healthy healthy>degraded'],
  ])('%s: %s', (_what, history, status, story) => {
    const { health, story: told } = replay(history);
    expect([health.status, told]).toEqual([status, story]);
  });

  test.each<[what: string, history: string, change: Omit<HealthChange, 'from' | 'to'>]>([
    ['a failure dates from the first of the run', 'H U ? U U', { startedAt: 1_000, confirmedAt: 4_000 }],
    ['a recovery dates from the first success', 'UUU U H ? H', { startedAt: 4_000, confirmedAt: 6_000 }],
    [
      'an escalation dates from the first unhealthy result that counts',
      'DDD U D U D U',
      { startedAt: 3_000, confirmedAt: 7_000 },
    ],
    ['a broken run does not count', 'H U U H U U U', { startedAt: 4_000, confirmedAt: 6_000 }],
  ])('%s: %s', (_what, history, change) => {
    expect(replay(history).changes.at(-1)).toMatchObject(change);
    expect(replay(history).health.sinceAt).toBe(change.startedAt);
  });

  test('with thresholds of one changes with every result', () => {
    const { story } = replay('U H D U H', { failureCountAlert: 1, recoveryCount: 1 });
    expect(story).toBe('unknown>unhealthy unhealthy>healthy healthy>degraded degraded>unhealthy unhealthy>healthy');
  });

  test('knows the time of the latest result, also of one that did not look', () => {
    expect(replay('H ? ?').health.lastResultAt).toBe(2_000);
  });

  test('knows the last 20 results it learned from', () => {
    expect(replay(`U ${'H'.repeat(15)} ? D ? S U H H H`).health.recent).toBe(`${'H'.repeat(14)}DDUHHH`);
  });

  test.each<[history: string, slow: boolean]>([
    ['H S S', false],
    ['H S S S', true],
    ['H S D S S', false],
    ['H SSS D S D', true],
    ['H SSS D D', false],
    ['H SSS U U U', true],
  ])('is slow by the same thresholds: %s', (history, slow) => {
    expect(replay(history).health.slow?.holds ?? false).toBe(slow);
  });

  test('is the same when it is written down and read again after any result', () => {
    const letters = fc.array(fc.constantFrom('H', 'D', 'U', '?', 'S'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, (history) => {
        let stored: Health | undefined;
        for (const [n, letter] of history.entries()) {
          const { health } = reduceHealth(stored, resultOf(letter, 'api', n * 1_000), policy);
          stored = JSON.parse(JSON.stringify(health));
        }
        expect(stored).toEqual(replay(history.join('')).health);
      }),
    );
  });

  test('is only ever left after as many results in a row as the thresholds say', () => {
    const letters = fc.array(fc.constantFrom('H', 'D', 'U', '?'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, (history) => {
        for (const change of replay(history.join('')).changes) {
          expect(countedFor(change, history)).toBe(needed[`${change.from}>${change.to}`]);
        }
      }),
    );
  });
});

/** How many results of the run count: on the way from degraded to unhealthy only the unhealthy ones. */
function countedFor({ from, to, startedAt, confirmedAt }: HealthChange, history: readonly string[]): number {
  const run = history.slice(startedAt / 1_000, confirmedAt / 1_000 + 1);
  const counts = from === 'degraded' && to === 'unhealthy' ? 'U' : 'HDU';
  return run.filter((letter) => counts.includes(letter)).length;
}

const needed: Readonly<Record<string, number>> = {
  'unknown>healthy': 1,
  'unknown>degraded': 3,
  'unknown>unhealthy': 3,
  'healthy>degraded': 3,
  'healthy>unhealthy': 3,
  'degraded>unhealthy': 3,
  'degraded>healthy': 2,
  'unhealthy>degraded': 2,
  'unhealthy>healthy': 2,
};
