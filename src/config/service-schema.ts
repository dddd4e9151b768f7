import { z } from 'zod';
import { assertionEntry } from '../domain/assertion-entry.ts';
import { durationKey } from '../domain/duration.ts';
import { serviceDeployments } from './deployments-schema.ts';
import { serviceSlo } from './slo-schema.ts';
import { serviceThresholds } from './thresholds-schema.ts';

/** The deadline of one attempt where a service names none, ms. */
export const defaultTimeoutMs = 10_000;

/** How long the name of a service or channel may be, in UTF-16 code units. */
export const longestName = 100;

/** The name of a service or channel. */
export function nameKey() {
  return z
    .string()
    .min(1)
    .max(longestName)
    .regex(/^[^\p{Cc}]*$/u, { error: 'must not contain control characters' })
    .regex(/^(?!\s)(?:.*\S)?$/u, { error: 'must not begin or end with a blank' })
    .regex(/^(?!\.{1,2}$)/, { error: 'must not be "." or "..": a URL cannot hold them' });
}

const retry = z.strictObject({
  max_retries: z.int().min(0).max(20).default(3).describe('Further attempts after the first.'),
  base_delay: durationKey().prefault('1s').describe('Delay before the first retry.'),
  backoff_factor: z.number().min(1).max(10).default(2).describe('By how much the delay grows with every retry.'),
  max_delay: durationKey().prefault('60s').describe('Longest delay between two attempts.'),
  jitter: z
    .boolean()
    .default(true)
    .describe('Wait a random part of the delay, so that many services do not retry at once.'),
  retry_status_codes: z
    .array(z.int().min(100).max(599))
    .default([429, 502, 503, 504])
    .describe('HTTP status codes that are worth another attempt.'),
  retry_non_idempotent: z
    .boolean()
    .default(false)
    .describe('Also retry requests that change something when sent twice, such as POST.'),
});

const circuitBreaker = z.strictObject({
  failure_threshold: z.int().min(1).max(1_000).default(5).describe('Failed runs in a row that open the circuit.'),
  recovery_timeout: durationKey().prefault('30s').describe('How long nothing is sent before a single attempt decides.'),
});

const rateLimit = z.strictObject({
  max_requests: z.int().min(1).max(1_000_000).describe('Most attempts within the window.'),
  time_window: durationKey().describe('Length of the sliding window.'),
  key: z.string().min(1).optional().describe('Services with the same key share the limit; the host unless given.'),
});

const regression = z.strictObject({
  latency: z.boolean().default(false).describe('Whether answers became slower: `degraded` while that holds.'),
  errors: z.boolean().default(false).describe('Whether more checks fail than usual: `degraded` while that holds.'),
});

/** The keys that a service of every type has, apart from `type`. */
export const commonKeys = z.strictObject({
  name: nameKey().describe('Unique; the identity of the service.'),
  group: z.string().min(1).max(100).optional().describe('What it belongs to; used to choose and sort.'),
  tags: z.record(z.string(), z.string()).default({}).describe('Any names with a text each; used to choose services.'),
  interval: durationKey({ minMs: 1_000 })
    .optional()
    .describe('Time between two checks; `monitoring.check_interval` unless given.'),
  timeout: durationKey().optional().meta({
    description: 'Deadline of one attempt, the whole answer included; never longer than the interval.',
    'x-svcmon-default': '10s',
  }),
  assertions: z
    .array(assertionEntry)
    .default([])
    .describe('CEL expressions that must all hold; what cannot be evaluated does not hold.'),
  retry: retry.optional().describe('Further attempts within one check; none without this key.'),
  circuit_breaker: circuitBreaker
    .optional()
    .describe('Stop asking a service that keeps failing; never without this key.'),
  rate_limit: rateLimit.optional().describe('Limit on the attempts that share a key; none without this key.'),
  thresholds: serviceThresholds.prefault({}).describe('What this service is held to instead of `alerts.thresholds`.'),
  depends_on: z
    .array(nameKey())
    .default([])
    .describe(
      'Services without which this one cannot work: while one of them fails, nobody is told that this one does.',
    ),
  slo: serviceSlo.optional().describe('What is promised for it; see [objectives](#objectives).'),
  regression: regression
    .optional()
    .describe('Watch for changes against the same hours of the last weeks; not without this key.'),
  deployments: serviceDeployments
    .optional()
    .describe('How this service is watched after a deployment, instead of what the file says.'),
  public: z
    .boolean()
    .default(false)
    .describe('Whether everybody may see its state, on the public status page and as a badge; neither URL nor errors.'),
  public_only: z
    .boolean()
    .default(false)
    .describe(
      'Connect to public addresses only, or to those of `server.allow_private_targets`; so are services that were added through the API.',
    ),
  runbook: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .optional()
    .describe('Where people find out what to do; shown in alerts.'),
});

/** The common keys of one service after parsing; durations in ms. */
export type CommonOptions = z.output<typeof commonKeys>;

/** Keys that name one service and therefore cannot be defaults. */
export const ownKeys: ReadonlySet<string> = new Set(['name', 'type', 'url', 'host', 'depends_on']);
