import { z } from 'zod';
import { nextOccurrence, scheduleProblem } from '../../domain/calendar.ts';
import { durationKey } from '../../domain/duration.ts';
import type { HeartbeatPlan } from '../../domain/heartbeat-plan.ts';
import { secretKey } from '../../domain/secret.ts';
import type { OptionProblem } from '../probe.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
const longestMs = 400 * 24 * hourMs;

/** The keys that say when a service calls us, and by which name. */
export const heartbeatKeys = z.strictObject({
  period: durationKey({ minMs: secondMs, maxMs: longestMs })
    .optional()
    .describe('How long after one ping the next is due; this or `schedule`.'),
  schedule: z
    .string()
    .optional()
    .describe('When its runs begin, as cron has it: minute, hour, day of month, month, day of week.'),
  timezone: z.string().optional().meta({
    description: 'The IANA time zone of the schedule, such as `Europe/Berlin`.',
    'x-svcmon-default': 'UTC',
  }),
  grace: durationKey({ minMs: secondMs, maxMs: longestMs }).optional().meta({
    description: 'How long after its time a ping is late and not yet missed: longer than a run takes.',
    'x-svcmon-default': 'a tenth of the period, 1h with a schedule',
  }),
  max_duration: durationKey({ minMs: secondMs, maxMs: longestMs })
    .optional()
    .describe('How long a run may take that was told to begin; without it only the next ping is waited for.'),
  token: secretKey(tokenProblem)
    .optional()
    .describe(
      'By which the service is known in the URL that it calls: 16 to 128 letters, digits, `-` and `_`. Made for it unless given; `svcmon heartbeats` shows it.',
    ),
});

export type HeartbeatOptions = z.output<typeof heartbeatKeys>;

function tokenProblem(token: string): string | undefined {
  return /^[\w-]{16,128}$/.test(token) ? undefined : 'expected 16 to 128 letters, digits, "-" and "_"';
}

/** What is wrong across the keys. */
export function heartbeatProblems(options: HeartbeatOptions): readonly OptionProblem[] {
  const { period, schedule, timezone = 'UTC' } = options;
  if (period === undefined && schedule === undefined) {
    return [{ path: [], message: 'a heartbeat needs a "period", such as 1d, or a "schedule"' }];
  }
  if (schedule === undefined) {
    return options.timezone === undefined ? [] : [{ path: ['timezone'], message: 'only a "schedule" has a time zone' }];
  }
  if (period !== undefined) return [{ path: ['schedule'], message: 'either "period" or "schedule", not both' }];
  const patternProblem = scheduleProblem({ schedule, timezone: 'UTC' });
  if (patternProblem !== undefined) return [{ path: ['schedule'], message: patternProblem }];
  const zoneProblem = scheduleProblem({ schedule, timezone });
  if (zoneProblem !== undefined) return [{ path: ['timezone'], message: zoneProblem }];
  if (nextOccurrence({ schedule, timezone }, 0) !== undefined) return [];
  return [{ path: ['schedule'], message: 'this schedule never comes' }];
}

// A run of a tenth of the period is a long one, and a clock that is a second off no reason to call anybody.
const leastGraceMs = 10 * secondMs;

/** When a service with these keys calls us. */
export function planOf({
  period,
  schedule = '',
  timezone = 'UTC',
  grace,
  max_duration,
}: HeartbeatOptions): HeartbeatPlan {
  const limit = max_duration === undefined ? {} : { maxDurationMs: max_duration };
  if (period === undefined) return { rhythm: { schedule, timezone }, graceMs: grace ?? hourMs, ...limit };
  return { rhythm: { periodMs: period }, graceMs: grace ?? Math.max(leastGraceMs, period / 10), ...limit };
}
