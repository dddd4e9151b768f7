import { z } from 'zod';
import { verdicts } from '../../domain/availability.ts';
import { states } from '../../domain/timeline.ts';
import { count, instant } from '../machine-schema.ts';

const share = z.number().describe('from 0 to 1, not rounded').nullable();
const seconds = z.number().describe('seconds, to the millisecond');
const ms = z.number().nonnegative().describe('milliseconds, within 1 %').nullable();
const text = z.string();
const range = { from: instant, to: instant };
const lasting = { ...range, seconds };
const verdict = z.enum(keysOf(verdicts));

const availability = {
  availability: share.describe('1 − counted down time ÷ measured time; null where nothing was measured'),
  availability_lower: share.describe('as if it had been down whenever nothing is known'),
  availability_upper: share.describe('as if it had been up whenever nothing is known'),
  coverage: share.describe('measured ÷ service time'),
};

const judged = {
  verdict: verdict.nullable().describe('of the availability objective; null without one'),
  estimated: z.boolean().nullable().describe('whether unmeasured time could have changed the verdict'),
};

const durations = z.strictObject({
  service_seconds: seconds.describe('the period without maintenance and pauses'),
  measured_seconds: seconds.describe('service time without unknown time'),
  counted_down_seconds: seconds.describe('down, and the part of degraded time that the objective counts'),
  paused_seconds: seconds,
  maintenance_seconds: seconds,
  unknown_seconds: seconds,
  down_seconds: seconds,
  degraded_seconds: seconds,
  up_seconds: seconds,
});

const latency = z
  .strictObject({
    answers: count.describe('successful checks'),
    timeouts: count.describe('checks that ended without an answer in time: in no percentile'),
    p50_ms: ms,
    p95_ms: ms.describe('null below 20 answers'),
    p99_ms: ms.describe('null below 100 answers'),
    under_share: share.describe('of the answers, those within the limit of the latency objective; null without one'),
  })
  .describe('nearest-rank percentiles of the response times of successful checks');

const objective = z.strictObject({
  availability: z.number().describe('from 0 to 1'),
  latency: z.strictObject({ under_ms: z.number(), share: z.number() }).nullable(),
  min_outage_seconds: seconds.describe('shorter outages cost nothing, but stay incidents'),
  degraded_weight: z.number().describe('how much of degraded time counts as down, from 0 to 1'),
});

/** The figures of a service or a group over a stretch of time. */
export const figures = {
  objective: objective.nullable(),
  ...judged,
  ...availability,
  durations,
  budget: z
    .strictObject({
      seconds: seconds.describe('(1 − objective) × service time'),
      left_seconds: seconds.describe('negative when overspent'),
      used: share.describe('spent ÷ budget; null where the objective allows none'),
    })
    .nullable(),
  incidents_began: count.describe('in the period, with down time'),
  incidents_open: count.describe('when the period ends'),
  mttr_seconds: seconds.nullable().describe('mean down time of the incidents that ended in the period'),
  mtbf_seconds: seconds.nullable().describe('null without incidents'),
  mttd_seconds: seconds.nullable().describe('from first failure to confirmation'),
  mtta_seconds: seconds.nullable().describe('from the first alert delivered to the acknowledgement'),
  latency,
  latency_verdict: verdict.nullable(),
  checks: z
    .strictObject({ healthy: count, degraded: count, unhealthy: count, unknown: count })
    .describe('how checks ended; counts, never availability'),
};

const incident = z.strictObject({
  id: text,
  status: z.enum(['degraded', 'unhealthy']).describe('the worst that was confirmed'),
  reason: text,
  message: text,
  started: instant.describe('the first failed check'),
  confirmed: instant,
  ended: instant.nullable().describe('the first good check of the recovery, or the removal; null while it is open'),
  ended_as: z.enum(['recovered', 'removed']).nullable(),
  down_seconds: seconds.describe('in all, also outside of the period'),
  levels: z.array(z.strictObject({ state: z.enum(['down', 'degraded']), ...lasting })),
  alerted: instant.nullable().describe('when a channel first accepted a message about it'),
  acknowledged: instant.nullable(),
  acknowledged_by: text.nullable(),
  deliveries: z.array(z.strictObject({ at: instant, accepted: z.boolean(), text })),
});

const day = z.strictObject({
  date: z.iso.date().describe('on the calendar of the report'),
  ...range,
  availability: share,
  ...durations.shape,
  ...latency.shape,
  budget_left_seconds: seconds.nullable().describe('of the budget of the whole period, at the end of the day'),
});

const service = z.strictObject({
  name: text,
  configured: z.boolean().describe('false where it is not configured any more'),
  group: text.nullable(),
  tags: z.record(z.string(), z.string()),
  ...figures,
  previous_latency: latency
    .nullable()
    .describe(
      'of the period before; where its single results are gone, counted between the full hours (days, where hours are gone) of UTC nearest to its ends',
    ),
  counts_error_seconds: seconds.describe(
    'by how much at most checks and latency were counted from or to another instant, where single results are gone; else 0',
  ),
  incidents: z.array(incident).describe('every one that shares an instant with the period'),
  soft_failures: z
    .array(z.strictObject({ ...lasting, checks: count }))
    .describe(
      'failures that no incident confirmed: they count as up; checks are those of the whole run, also outside of the period where single results are gone',
    ),
  gaps: z
    .array(z.strictObject({ ...lasting, reason: text }))
    .describe('unknown time and why; not_monitored where there are no results'),
  exclusions: z
    .array(z.strictObject({ kind: z.enum(['maintenance', 'pause']), name: text, by: text, ...lasting }))
    .describe('left out of service time'),
  adjustments: z
    .array(z.strictObject({ name: text, by: text, announced: instant, ...lasting }))
    .describe('maintenance that was entered after it began: it leaves nothing out'),
  adjusted: z
    .strictObject({ ...availability, ...judged })
    .nullable()
    .describe('what the figures would be if the adjustments counted; null without any'),
  days: z.array(day),
  timeline: z
    .array(z.strictObject({ state: z.enum(states), ...range }))
    .describe('the state at every instant of the period, from which all figures follow'),
});

const group = z.strictObject({
  kind: z.enum(['group', 'tag', 'overall']),
  name: text,
  services: z.array(text),
  aggregation: z.enum(['all_of', 'any_of', 'weighted']),
  ...figures,
});

/** What `svcmon report --format json` and `--format yaml` write; strict, so that a document with a stray key is refused. */
export const slaReportSchema = z
  .strictObject({
    schema: z.literal('svcmon.sla-report/v1'),
    data_hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of this document without data_hash in canonical form (RFC 8785), hexadecimal'),
    period: z.strictObject({
      label: text,
      ...range,
      timezone: text.describe('the IANA zone whose calendar cuts days and months'),
      complete: z.boolean().describe('false while the period asked for is not over: then it ends with the present'),
      seconds,
    }),
    executive_line: text,
    services: z.array(service).describe('by name'),
    groups: z.array(group).describe('groups, then tags, each by name'),
    overall: group.meta({ 'x-svcmon-see': 'groups', description: 'all services, with the fields of a group' }),
  })
  .meta({ title: 'svcmon SLA report', description: 'Written by svcmon report with --format json or yaml.' });

export type SlaDocument = z.infer<typeof slaReportSchema>;

/** The JSON Schema (draft 2020-12) of the report, as committed in config/sla-report.schema.json. */
export function slaReportJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(slaReportSchema, { target: 'draft-2020-12', reused: 'ref' });
}

function keysOf<T extends Readonly<Record<string, unknown>>>(record: T) {
  return Object.keys(record) as (keyof T & string)[];
}
