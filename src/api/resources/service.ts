import { z } from 'zod';
import { states } from '../../domain/timeline.ts';
import { count, instant, ms } from '../../reporting/machine-schema.ts';
import { statusSchema } from '../../reporting/status-schema.ts';
import { pageOf } from './page.ts';

const { recent: _, last_hour: __, p95_response_time_ms: p95, ...standing } = statusSchema.shape.services.element.shape;
const { availability_24h, availability_30d, coverage_24h: ___, coverage_30d: ____, ...now } = standing;
const { name, group, tags, slo, ...rest } = now;

const circuit = z
  .strictObject({
    state: z.enum(['closed', 'open', 'half_open']),
    next_probe_in_ms: ms.nullable().describe('null unless it is open'),
  })
  .nullable()
  .describe('null where the service has no circuit breaker, or was not looked at since svcmon began');

const service = {
  name,
  type: z.string().describe('the probe type'),
  target: z.string().describe('what is asked, with secrets masked'),
  group,
  tags,
  ...rest,
  public: z.boolean().describe('whether the public status page and badges show it'),
  interval_ms: ms,
  runbook: z.string().nullable(),
  depends_on: z.array(z.string()),
  next_check_at: instant.nullable().describe('null while it is paused'),
  circuit,
  slo,
};

/** A service and how it stands. */
export const serviceSchema = z
  .strictObject(service)
  .meta({ id: 'Service', description: 'A service and how it stands. Names and values are plain text.' });

export type ServiceResource = z.infer<typeof serviceSchema>;

/** A service with how it is configured. */
export const serviceDetailSchema = z
  .strictObject({
    ...service,
    config: z.record(z.string(), z.json()).describe('its keys, defaults included, with secrets masked'),
    thresholds: z
      .strictObject({ response_time_warning_ms: ms, response_time_critical_ms: ms })
      .describe('what its response time is judged by, whether it says so itself or not'),
  })
  .meta({ id: 'ServiceDetail', description: 'A service, how it stands and how it is configured.' });

export type ServiceDetailResource = z.infer<typeof serviceDetailSchema>;

/** A page of services. */
export const servicePageSchema = pageOf('ServicePage', serviceSchema);

const slot = z.strictObject({
  from: instant,
  state: z.enum(states).nullable().describe('the worst of the slot; null where there is nothing'),
  checks: count,
});

/** A service as the overview shows it. */
export const serviceRowSchema = z
  .strictObject({
    ...service,
    heartbeat: z.array(slot).describe('the last 60 minutes in slots of one, oldest first'),
    p95_ms: p95,
    uptime_24h: availability_24h,
    uptime_30d: availability_30d,
    certificate_days: z.int().nullable().describe('whole days until the first certificate of its chain expires'),
  })
  .meta({ id: 'ServiceRow', description: 'A service with its last hour, its uptime and its certificate.' });

export type ServiceRowResource = z.infer<typeof serviceRowSchema>;

/** What a service is made from: an entry of services.yaml, as JSON. */
export const serviceInputSchema = z.record(z.string(), z.json()).meta({
  id: 'ServiceInput',
  description:
    'An entry of `services:` of services.yaml as JSON, with the same keys and rules; docs/configuration.md and config/services.schema.json have them all.',
  examples: [{ name: 'checkout', url: 'https://shop.example/health', timeout: '5s', tags: { tier: '1' } }],
});

/** What changes of a service: only the keys that are given; null removes a key. */
export const servicePatchSchema = z.record(z.string(), z.json()).meta({
  id: 'ServicePatch',
  description: 'Keys of an entry of services.yaml to set; null takes a key out; the others stay as they are.',
  examples: [{ timeout: '10s', runbook: null }],
});
