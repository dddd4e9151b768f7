import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Board } from '../../../src/cli/live/board.ts';
import { viewLines } from '../../../src/cli/live/view.ts';
import type { Health } from '../../../src/domain/health.ts';
import { reduceHealth } from '../../../src/domain/health.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import { answering, scriptedCheck } from '../../support/checks.ts';
import { configured } from '../../support/config.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { resultOf } from '../../support/monitor-world.ts';

const policy = { failureCountAlert: 3, recoveryCount: 2 };

/** A monitor's view: results as letters by service, a second apart, into what a terminal of that size shows. */
async function viewOf(
  histories: Readonly<Record<string, string>>,
  { width = 80, rows = 24, unicode = true, color = false, offline = false } = {},
): Promise<readonly string[]> {
  const clock = createFakeClock();
  const startedAt = clock.monotonic();
  const board = new Board(clock);
  const healths = new Map<string, Health>();
  const longest = Math.max(0, ...Object.values(histories).map((letters) => letters.length));
  for (let index = 0; index < longest; index += 1) {
    for (const [name, letters] of Object.entries(histories)) {
      const letter = letters[index];
      if (letter === undefined) continue;
      const result = resultOf(letter, name, clock.now());
      const { health, change } = reduceHealth(healths.get(name), result, policy);
      healths.set(name, health);
      board.see({ kind: 'result', result });
      if (change) board.see({ kind: 'health_changed', service: name, change, message: result.message });
    }
    await clock.advance(1_000);
  }
  if (offline) board.see({ kind: 'network', state: 'offline' });
  const services = Object.keys(histories).map((name) =>
    configured(scriptedCheck(answering(200), { service: { name } }).check),
  );
  return viewLines(
    {
      services,
      healthOf: (name) => healths.get(name),
      board,
      schedule: { running: 0, waiting: 0, tickedAt: 0, nextInMs: 2_000 },
      outbox: 2,
      nowAt: clock.now(),
      monotonic: clock.monotonic(),
      startedAt,
    },
    { width, rows, unicode, color },
  );
}

/** The lines without the time of day, which depends on the zone of the machine. */
function shown(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/\d\d:\d\d:\d\d/, '--:--:--').trimEnd());
}

describe('the live view', () => {
  test('shows the worst first, with the last looks and what was found', async () => {
    const lines = await viewOf({ web: 'HHHH', api: 'HUUU', search: 'HHHU', later: '' }, { width: 120 });
    expect(shown(lines)).toEqual([
      `${'✕ 1 of 4 services is unhealthy: api · 1 failing · 1 not yet looked at'.padEnd(112)}--:--:--`,
      '',
      '  SERVICE  STATE             LAST 20                 TIME     AGE  WHAT',
      '✕ api      unhealthy 3 s                     ▁✕✕✕       –     1 s  api is unhealthy',
      '✕ search   failing 1 of 3                    ▁▁▁✕       –     1 s  search is unhealthy',
      '✓ web      healthy                           ▁▁▁▁       –     1 s  https://shop.example/health',
      '· later    waiting                                      –       –  https://shop.example/health',
      '',
      'Recent changes',
      '--:--:--  ✕ api  healthy → unhealthy  api is unhealthy',
      '',
      '4 services · next check in 2 s · 2 messages to be sent · up 4 s · Ctrl-C stops',
    ]);
  });

  test('gives what is not well a second line where the terminal is narrow', async () => {
    const lines = await viewOf({ web: 'HHHH', api: 'HUUU' });
    expect(shown(lines).slice(2, 6)).toEqual([
      '  SERVICE  STATE             LAST 20                 TIME     AGE',
      '✕ api      unhealthy 3 s                     ▁✕✕✕       –     1 s',
      '  api is unhealthy',
      '✓ web      healthy                           ▁▁▁▁       –     1 s',
    ]);
  });

  test.each([
    ['all are well', { a: 'H', b: 'H' }, {}, '✓ all 2 services are healthy'],
    ['one begins to fail', { a: 'HU', b: 'HH' }, {}, '▲ 1 of 2 services begins to fail: a'],
    [
      'many are down',
      { a: 'UUU', b: 'UUU', c: 'UUU', d: 'UUU', e: 'HHH' },
      {},
      '✕ 4 of 5 services are unhealthy: a, b, c and 1 more',
    ],
    ['nothing was looked at yet', { a: '', b: '' }, {}, '? nothing has been looked at yet'],
    ['a service cannot be seen any more', { a: 'HH??' }, {}, '? 1 of 1 service is unknown: a'],
    ['one look was missed', { a: 'HH?' }, {}, '✓ the service is healthy'],
    [
      'our own network is down',
      { a: 'H' },
      { offline: true },
      '? our own network is down: services are not judged meanwhile',
    ],
    ['there is nothing', {}, {}, '? no services are configured'],
  ])('says in one sentence that %s', async (_name, histories, options, sentence) => {
    const [first = ''] = await viewOf(histories, options);
    expect(first.slice(0, -8).trimEnd()).toBe(sentence);
  });

  test.each([
    [80, 24],
    [140, 40],
    [40, 12],
    [20, 5],
  ])('fits a terminal of %i by %i, whatever the names', async (width, rows) => {
    const names = [
      'a name that goes on and on and on and on',
      '監視サービス',
      '👩‍👩‍👧 family',
      ...Array.from({ length: 60 }, (_, n) => `s${n}`),
    ];
    const histories = Object.fromEntries(names.map((name, index) => [name, index % 5 === 0 ? 'HUUU' : 'HHHH']));
    const lines = await viewOf(histories, { width, rows, color: true });
    expect(lines.length).toBeLessThanOrEqual(rows - 1);
    for (const line of lines) expect(columnsOf(stripVTControlCharacters(line)), line).toBeLessThanOrEqual(width);
  });

  test('says how many services it has no room for', async () => {
    const well = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`s${index}`, 'H']));
    expect((await viewOf(well, { rows: 15 })).at(-3)).toBe('  and 22 more, all healthy');
    const ill = Object.fromEntries(Object.entries(well).map(([name], index) => [name, index < 20 ? 'UUU' : 'HHH']));
    expect((await viewOf(ill, { rows: 15 })).at(-3)).toBe('  and 26 more, 16 of them not healthy');
  });

  test('is plain ASCII where the locale is not UTF-8', async () => {
    const lines = await viewOf({ web: 'HHHH', api: 'HUUU' }, { unicode: false, width: 120 });
    expect(lines.join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
