import { z } from 'zod';
import { verdicts } from '../../domain/availability.ts';
import { states } from '../../domain/timeline.ts';
import { count, instant, ms } from '../../reporting/machine-schema.ts';

const range = { from: instant, to: instant };
const share = z.number().nullable();
const percentile = ms.nullable();

/** Response times and states over time, for a chart. */
export const seriesSchema = z
  .strictObject({
    step_ms: ms,
    points: z
      .array(
        z.strictObject({
          at: instant.describe('beginning of the step'),
          count: count.describe('answers'),
          min_ms: percentile.describe('the fastest answer, within 1 %'),
          p50_ms: percentile,
          p95_ms: percentile,
          p99_ms: percentile,
          max_ms: percentile.describe('the slowest answer, within 1 %'),
          timeouts: count.describe('checks without an answer in time: in no percentile'),
        }),
      )
      .describe('oldest first; steps without a check are absent'),
    timeline: z.array(z.strictObject({ state: z.enum(states), ...range })).describe('covers the range whole'),
    outages: z
      .array(z.strictObject({ id: z.string(), from: instant, to: instant.nullable(), reason: z.string() }))
      .describe('incidents; `to` is null while one is open'),
    markers: z.array(z.strictObject({ at: instant, kind: z.literal('deployment'), text: z.string() })),
  })
  .meta({ id: 'Series', description: 'Response times and states of a service over time.' });

export type SeriesResource = z.infer<typeof seriesSchema>;

const uptimeWindow = z.strictObject({
  label: z.string().describe('such as `24h`, or the range that was asked for'),
  ...range,
  availability: share.describe('by time, from 0 to 1; null where nothing was measured'),
  lower: share.describe('as if it had been down whenever nothing is known'),
  upper: share.describe('as if it had been up whenever nothing is known'),
  coverage: share.describe('how much of the time is known'),
  down_ms: ms,
  verdict: z
    .enum(Object.keys(verdicts) as (keyof typeof verdicts)[])
    .nullable()
    .describe('of the objective; null without one'),
  budget: z
    .strictObject({
      left_ms: z.number().describe('negative when overspent'),
      used: share.describe('spent ÷ budget; null where the objective allows none'),
    })
    .nullable()
    .describe('null without an objective'),
});

/** Availability over some windows. */
export const uptimeSchema = z
  .strictObject({ windows: z.array(uptimeWindow) })
  .meta({ id: 'Uptime', description: 'Availability of a service by time, over some windows.' });

export type UptimeResource = z.infer<typeof uptimeSchema>;
