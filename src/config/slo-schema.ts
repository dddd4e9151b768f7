import { z } from 'zod';
import { durationKey, durationToConfig, parseDuration } from '../domain/duration.ts';
import type { Slo, SloWindow } from '../domain/slo.ts';
import { percentKey } from './percent-key.ts';
import { showValue } from './wording.ts';

const dayMs = 86_400_000;
const shortestMs = dayMs;
const longestMs = 5 * 365 * dayMs;
const units = ['week', 'month', 'quarter', 'year'] as const;

const expected = `expected a number of days such as "30d", ${units.slice(0, -1).join(', ')} or ${units.at(-1)}`;

const objectiveKeys = {
  objective: percentKey().describe(
    'Least availability, in percent of the time that is known and not left out, such as `99.9`.',
  ),
  window: windowKey().describe(
    'Over how long: the last so many days at any time, or a `week`, `month`, `quarter` or `year` of the calendar.',
  ),
  latency: z
    .strictObject({
      under: durationKey({ maxMs: dayMs }).describe('The response time that is promised.'),
      objective: percentKey().describe('Least share of the answers within it, in percent.'),
    })
    .optional()
    .describe('What is promised about the response time of successful checks.'),
  min_outage: durationKey({ minMs: 0 })
    .prefault('0s')
    .describe('Outages that were shorter are listed but do not count, where the contract says so.'),
  degraded_weight: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('How much of the time in which a service was confirmed degraded counts as down, from 0 to 1.'),
};

/** The `slo` of a service. */
export const serviceSlo = z.strictObject({
  ...objectiveKeys,
  alert: z.boolean().default(true).describe('Tell when the error budget burns too fast.'),
});

/** The `slo` of a group. */
export const groupSlo = z.strictObject(objectiveKeys);

/** What was promised, in the words of the domain. */
export function toSlo(keys: z.output<typeof groupSlo> & { readonly alert?: boolean }): Slo {
  const { objective, latency, window, min_outage, degraded_weight, alert = false } = keys;
  return {
    objective: {
      availability: objective,
      ...(latency && { latency: { underMs: latency.under, share: latency.objective } }),
      minOutageMs: min_outage,
      degradedWeight: degraded_weight,
    },
    window,
    alert,
  };
}

function windowKey() {
  return z
    .union([z.string(), z.number()], { error: expected })
    .prefault('30d')
    .meta({ 'x-svcmon-kind': 'duration', 'x-svcmon-default': '30d' })
    .transform((value, context): SloWindow => {
      const unit = units.find((name) => name === value);
      if (unit !== undefined) return { unit };
      const rollingMs = parseDuration(value);
      if (rollingMs !== undefined && rollingMs >= shortestMs && rollingMs <= longestMs) return { rollingMs };
      const range = `between ${durationToConfig(shortestMs)} and ${durationToConfig(longestMs)}`;
      const message = rollingMs === undefined ? expected : `expected a duration ${range}`;
      context.addIssue({ code: 'custom', message: `${message}, got ${showValue(value)}`, input: value });
      return z.NEVER;
    });
}
