import { describe, expect, test } from 'vitest';
import { latencyPlot } from '../../../src/cli/history/plot.ts';
import { lineMarks } from '../../../src/cli/history/plot-lines.ts';
import { plotScale } from '../../../src/cli/history/plot-scale.ts';
import type { Slot } from '../../../src/cli/history/service-history.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { availabilityOf } from '../../../src/domain/availability.ts';
import type { State } from '../../../src/domain/timeline.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import { noon } from '../../storage/records.ts';

const look = { color: false, width: 80, unicode: true };
const time = createWallTime({ nowAt: noon, timeZone: 'UTC' });
const hour = 3_600_000;
const durations = { paused: 0, maintenance: 0, unknown: 0, down: 0, degraded: 0, up: hour };

function slot(index: number, times: readonly number[], { state = 'up' as State, timeouts = 0 } = {}): Slot {
  const [p50Ms, p95Ms, p99Ms] = times;
  return {
    fromAt: noon + index * hour,
    toAt: noon + (index + 1) * hour,
    state,
    durations,
    availability: availabilityOf(durations),
    latency: {
      count: 100,
      timeouts,
      ...(p50Ms !== undefined && { p50Ms }),
      ...(p95Ms !== undefined && { p95Ms }),
      ...(p99Ms !== undefined && { p99Ms }),
    },
  };
}

const slots = [
  slot(0, [40, 80, 120]),
  slot(1, [40, 80, 120]),
  slot(2, [60, 80, 160]),
  slot(3, [], { state: 'unknown' }),
  slot(4, [], { state: 'down', timeouts: 3 }),
  slot(5, [40, 100]),
  slot(6, [40, 80]),
];

describe('the plot', () => {
  test('breaks its lines where nothing is known, shades outages, marks timeouts, and names its lines', () => {
    expect(latencyPlot(slots, time, look)).toBe(`200 ms ┤    ✕
       │    ░
       │  ╭ ░   p99
150 ms ┤  ┆ ░
       │  ┆ ░
       │┄┄╯ ░
100 ms ┤    ░─╮
       │─── ░ ╰ p95
       │  ┏ ░
 50 ms ┤  ┃ ░
       │━━┛ ░━━ p50
       │    ░
     0 ┤    ░
        ▇▇▇·✕▇▇
        12:00

        ━━ p50  ── p95  ┄┄ p99  ✕ at the top: timeouts  ✕ down  · unknown
`);
  });

  test('is drawn in ASCII where there is no Unicode', () => {
    const text = latencyPlot(slots, time, { ...look, unicode: false });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toContain('== p50  -- p95  .. p99');
  });

  test('is empty but whole where there are no response times', () => {
    const text = latencyPlot([slot(0, [], { state: 'unknown' })], time, look);
    expect(text.split('\n')).toHaveLength(18);
    expect(text).toContain('· unknown');
  });

  test('keeps its columns aligned', () => {
    const lines = latencyPlot(slots, time, look).split('\n').slice(0, 13);
    for (const line of lines) expect(columnsOf(line.slice(0, line.search(/[│┤]/)))).toBe(7);
  });
});

describe('the scale', () => {
  test.each([
    [0.3, [0, 0.1, 0.2, 0.3]],
    [7, [0, 2, 4, 6, 8]],
    [160, [0, 50, 100, 150, 200]],
    [450, [0, 150, 300, 450]],
    [5_000, [0, 1_500, 3_000, 4_500, 6_000]],
  ])('up to %d has round numbers', (largest, ticks) => {
    const scale = plotScale(largest);
    expect(scale.ticks.map((tick) => Number(tick.toFixed(6)))).toEqual(ticks);
    expect(scale.top).toBeGreaterThanOrEqual(largest);
  });

  test('of nothing has a top all the same', () => {
    expect(plotScale(0).top).toBeGreaterThan(0);
  });
});

const signs = { flat: '-', steep: '|', rise: ['J', 'r'], fall: ['7', 'L'] } as const;

test('a line turns where it rises and falls', () => {
  const drawn = (rows: readonly (number | undefined)[]) =>
    lineMarks(rows, signs).map(({ column, row, sign }) => `${column}${row}${sign}`);
  expect(drawn([2, 2, 0])).toEqual(['02-', '12-', '22J', '21|', '20r']);
  expect(drawn([0, 1, undefined, 1])).toEqual(['00-', '107', '11L', '31-']);
});
