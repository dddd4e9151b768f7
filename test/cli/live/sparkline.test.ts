import { expect, test } from 'vitest';
import { sparklineOf } from '../../../src/cli/live/sparkline.ts';
import type { Status } from '../../../src/domain/status.ts';
import { styleOf } from '../../../src/reporting/style.ts';

const style = styleOf({ color: false, unicode: true });

function look(status: Status, responseTimeMs?: number) {
  return { status, ...(responseTimeMs !== undefined && { responseTimeMs }) };
}

test.each([
  [
    'heights measure against the warning threshold',
    [0, 124, 125, 500, 999, 1_000, 60_000].map((ms) => look('healthy', ms)),
    '   ▁▁▂▅███',
  ],
  [
    'failures and missed looks have signs of their own',
    [look('healthy', 1), look('unhealthy', 900), look('unknown')],
    '       ▁✕·',
  ],
  ['an answer without a time is low', [look('healthy')], '         ▁'],
  ['nothing seen is blank', [], '          '],
  [
    'only the latest are shown',
    Array.from({ length: 30 }, (_, index) => look(index < 25 ? 'unhealthy' : 'healthy', 1)),
    '✕✕✕✕✕▁▁▁▁▁',
  ],
])('%s', (_name, looks, text) => {
  const sparkline = sparklineOf({ looks, health: undefined, warningMs: 1_000, columns: 10 }, style);
  expect(sparkline.text).toBe(text);
  expect(sparkline.paint()).toBe(text);
});

test('what was seen before the start is told by its verdict alone', () => {
  const health = {
    status: 'healthy',
    sinceAt: 0,
    against: [],
    recent: 'HUDH',
    flapping: false,
    lastResultAt: 0,
  } as const;
  const looks = [look('healthy', 999)];
  expect(sparklineOf({ looks, health, warningMs: 1_000, columns: 10 }, style).text).toBe('      ▁✕▁█');
});

test('neighbours of one colour are painted together', () => {
  const painted = styleOf({ color: true, unicode: true });
  const looks = [look('healthy', 1), look('healthy', 1), look('unhealthy')];
  const text = sparklineOf({ looks, health: undefined, warningMs: 1_000, columns: 3 }, painted).paint();
  expect(text).toBe('\u001b[32m▁▁\u001b[39m\u001b[31m✕\u001b[39m');
});
