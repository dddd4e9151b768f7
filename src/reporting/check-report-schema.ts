import { z } from 'zod';
import { judgedReasons } from '../domain/check-result.ts';
import { failureReasons } from '../domain/failure.ts';
import { statuses } from '../domain/status.ts';

const reasons = [...keysOf(judgedReasons), ...keysOf(failureReasons)];
const attemptReasons = ['ok', ...keysOf(failureReasons)] as const;

const status = z.enum(statuses);
const reason = z.enum(reasons);
const severity = z.enum(['info', 'warning', 'critical']);
const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC, with milliseconds');
const ms = z.number().nonnegative().describe('milliseconds');
const count = z.int().nonnegative();

const summary = z.strictObject({
  total_services: count,
  healthy: count,
  unhealthy: count,
  degraded: count,
  unknown: count,
  overall_health: status.describe('the worst of all services: unhealthy, degraded, unknown, healthy'),
});

const performance = z
  .strictObject({
    answered_services: count.describe('how many services the times are of'),
    average_response_time_ms: ms.nullable(),
    max_response_time_ms: ms.nullable(),
    p50_response_time_ms: ms.nullable(),
    p95_response_time_ms: ms.nullable(),
    p99_response_time_ms: ms.nullable(),
  })
  .describe('response times of the services that answered; percentiles are nearest-rank; null when none answered');

const phases = z
  .strictObject({
    dns_ms: ms.nullable(),
    connect_ms: ms.nullable(),
    tls_ms: ms.nullable(),
    send_ms: ms.nullable(),
    wait_ms: ms.nullable(),
    receive_ms: ms.nullable(),
  })
  .describe('of the last attempt; null for a phase that did not happen');

const certificate = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  alt_names: z.array(z.string()),
  valid_from: instant.nullable(),
  valid_to: instant.nullable(),
  days_left: z.int().nullable().describe('whole days from the run to valid_to; negative when expired'),
  serial_number: z.string(),
  fingerprint_sha256: z.string(),
  key: z
    .strictObject({
      type: z.string().describe('rsa, ec, ed25519, …'),
      size: z.int().nullable().describe('in bits'),
      curve: z.string().nullable(),
    })
    .nullable()
    .describe('only for services of type tls, as is the signature'),
  signature_algorithm: z.string().nullable(),
});

const tls = z.strictObject({
  protocol: z.string(),
  cipher: z.string(),
  verified: z.boolean().describe('whether the chain verified for the host'),
  days_left: z.int().nullable().describe('until the first certificate of the chain expires'),
  chain: z.array(certificate).describe('leaf first'),
});

const content = z.strictObject({
  type: z.string().nullable(),
  wire_bytes: count.nullable().describe('of the body as received, before decompression'),
  body_bytes: count.nullable().describe('of the body after decompression'),
  truncated: z.boolean().nullable().describe('whether the body went on beyond the limit'),
});

const attempt = z.strictObject({
  number: z.int().positive(),
  timestamp: instant,
  duration_ms: ms,
  waited_ms: ms.describe('before this attempt'),
  reason: z.enum(attemptReasons).describe('ok when the probe answered, whatever the answer'),
  message: z.string().nullable(),
  status_code: z.int().nullable(),
});

const part = z.strictObject({
  depth: count.describe('of how many other parts it is a part; 0 for those of the expression itself'),
  expr: z.string(),
  passed: z.boolean().nullable().describe('null where it is not one that holds or fails'),
  value: z.string().describe('what it came to, or why there is no value'),
});

const assertion = z.strictObject({
  step: z.string().nullable().describe('the step of a flow that it is about; null where it is about the service'),
  expr: z.string(),
  passed: z.boolean(),
  severity: z.enum(['unhealthy', 'degraded']),
  message: z.string().nullable(),
  explanation: z.string(),
  parts: z
    .array(part)
    .nullable()
    .describe('what each part came to, a part before those that decide it; null but with `test-endpoint --explain`'),
});

const circuit = z.strictObject({
  state: z.enum(['closed', 'open', 'half_open']),
  failures: count,
  next_probe_in_ms: ms.nullable(),
  last_status: status.nullable(),
});

const service = z.strictObject({
  name: z.string(),
  status,
  reason,
  severity,
  response_time_ms: ms.nullable().describe('null when the service did not answer'),
  status_code: z.int().nullable(),
  error_message: z.string().nullable().describe('null when healthy'),
  timestamp: instant.describe('start of the run'),
  type: z.string().describe('the probe type'),
  target: z.string(),
  group: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  runbook: z.string().nullable(),
  duration_ms: ms.describe('of the whole run with its waits and retries'),
  max_attempts: count,
  attempts: z.array(attempt),
  phases: phases.nullable(),
  address: z.string().nullable().describe('the address that was connected to'),
  port: z.int().nullable(),
  url: z.string().nullable().describe('the URL that answered, after redirects'),
  method: z.string().nullable(),
  status_text: z.string().nullable(),
  status_class: z.enum(['informational', 'success', 'redirect', 'client_error', 'server_error']).nullable(),
  http_version: z.string().nullable(),
  content: content.nullable(),
  redirects: z.array(z.strictObject({ url: z.string(), status_code: z.int(), location: z.string() })),
  tls: tls.nullable(),
  details: z
    .record(z.string(), z.json())
    .describe(
      'what this type of service alone has, by the names its assertions use; instants in epoch ms, durations in ms',
    ),
  assertions: z.array(assertion),
  findings: z.array(z.strictObject({ status, reason, severity, message: z.string() })).describe('worst first'),
  circuit: circuit.nullable(),
  evidence: z
    .strictObject({ body: z.string().nullable(), headers: z.record(z.string(), z.string()) })
    .nullable()
    .describe('what proves a verdict that is not healthy, redacted'),
});

const run = { timestamp: instant.describe('start of the run'), duration_ms: ms, summary, performance };

/** What `svcmon check -o json` and `-o yaml` write; strict, so that a document with a stray key is refused. */
export const checkReportSchema = z
  .strictObject({ schema: z.literal('svcmon.check/v1'), ...run, services: z.array(service).describe('worst first') })
  .meta({ title: 'svcmon check report', description: 'Written by svcmon check with -o json or -o yaml.' });

/** A line of `-o ndjson` about one service. */
export const serviceLineSchema = z.strictObject({ schema: z.literal('svcmon.check.service/v1'), ...service.shape });

/** The last line of `-o ndjson`. */
export const summaryLineSchema = z.strictObject({ schema: z.literal('svcmon.check.summary/v1'), ...run });

export type CheckDocument = z.infer<typeof checkReportSchema>;
export type ServiceDocument = z.infer<typeof service>;
export type ServiceLine = z.infer<typeof serviceLineSchema>;
export type SummaryLine = z.infer<typeof summaryLineSchema>;

/** The JSON Schema (draft 2020-12) of the report, as committed in config/check-report.schema.json. */
export function checkReportJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(checkReportSchema, { target: 'draft-2020-12' });
}

function keysOf<T extends Readonly<Record<string, unknown>>>(record: T) {
  return Object.keys(record) as (keyof T & string)[];
}
