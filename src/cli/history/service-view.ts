import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';
import { latencyLine, usualTimes } from './latency-line.ts';
import { painted } from './marks.ts';
import type { ServiceHistory } from './service-history.ts';
import { spanTable } from './span-table.ts';
import { stripLegend, stripOf } from './state-strip.ts';
import { timeAxis } from './time-axis.ts';

const indent = '  ';

/** One service at large: its states and response times by time, and its figures over each span; ends in a line feed. */
export function serviceView(history: ServiceHistory, time: WallTime, options: RenderOptions): string {
  const { slots, spans } = history;
  const { quiet } = styleOf(options);
  const states = slots.map(({ state }) => state);
  const legend = stripLegend(states, options);
  const lines = [
    indent + painted(stripOf(states, options)),
    indent + painted(latencyLine(usualTimes(slots), options)),
    indent + quiet(timeAxis(slots, time)),
    ...(legend === '' ? [] : [indent + legend]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\n${spanTable(spans, options)}`;
}

/** How many slots a view of such a width has room for. */
export function slotsWithin(width: number): number {
  return Math.max(8, Math.min(width, 100) - indent.length);
}
