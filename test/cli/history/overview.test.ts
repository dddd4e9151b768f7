import { describe, expect, test } from 'vitest';
import { historyOverview, overviewSlots } from '../../../src/cli/history/overview.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import { exampleHistories } from './example.ts';

const look = { color: false, width: 80, unicode: true };

describe('the overview', () => {
  test('has two lines for each service, with uptimes above response times', async () => {
    expect(historyOverview(await exampleHistories(), look)).toBe(
      `SERVICE   LAST 24H                      24H       7D      30D      90D
          TIMES BY HOUR                 P50      P95      P99  ANSWERS
checkout  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇✕▇▇  97.91 %  99.70 %  99.93 %  99.97 %
          ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅█▅▅▅▅▅    65 ms    89 ms   233 ms     1440
search    ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇··▇▇▇▇▇▇▇   100 %?   100 %?   100 %?   100 %?
          ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅ ▅▅█▅▅▅▅▅    65 ms    89 ms   233 ms     1380
  known: 91 % of 24h, 16 % of 7d, 3 % of 30d, 1 % of 90d
mail      ························        –        –        –        –
                                          –        –        –        0
  known: 0 % of 24h, 0 % of 7d, 0 % of 30d, 0 % of 90d

✕ down  · unknown
uptime by time, not checks; times of the last 24h
`,
    );
  });

  test('has one line for each where there is room, with everything in it', async () => {
    const lines = historyOverview(await exampleHistories(), { ...look, width: Number.POSITIVE_INFINITY }).split('\n');
    expect(lines[0]).toMatch(/^SERVICE +LAST 24H +TIMES BY HOUR +24H +7D +30D +90D +P50 +P95 +P99 +ANSWERS$/);
    expect(lines[1]).toMatch(/^checkout .* 97\.91 % .* 233 ms +1440$/);
    expect(lines[2]).toMatch(/^search .* known: 91 % of 24h, 16 % of 7d, 3 % of 30d, 1 % of 90d$/);
  });

  test.each([40, 60, 80, 110, 140])('has no line that is wider than %i columns', async (width) => {
    const histories = await exampleHistories(overviewSlots(width));
    for (const line of historyOverview(histories, { ...look, width }).split('\n')) {
      if (!line.startsWith('uptime by time')) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    }
  });

  test('tells every state by its sign where there are neither colours nor Unicode', async () => {
    const text = historyOverview(await exampleHistories(), { ...look, unicode: false });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toContain('checkout  =====================x==');
    expect(text).toContain('x down  ? unknown');
  });

  test('is nothing where there are no services', () => {
    expect(historyOverview([], look)).toBe('');
  });
});
