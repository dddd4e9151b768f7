import { z } from 'zod';
import { headersKey } from '../channels/option-keys.ts';
import { durationKey } from '../domain/duration.ts';
import type { MetricsSettings } from './config.ts';

const expectedEndpoint =
  'expected an http or https URL without credentials, query and fragment, such as "http://127.0.0.1:4318"';

const otlp = z.strictObject({
  endpoint: z
    .string()
    .refine(isEndpoint, { error: expectedEndpoint })
    .transform(withSignalPath)
    .describe(
      'Where OTLP over HTTP is taken, such as `http://127.0.0.1:4318`; `/v1/metrics` is added unless it ends so. Credentials belong in `headers`.',
    ),
  headers: headersKey().describe('Further headers, such as Authorization.'),
  protocol: z.enum(['http/protobuf', 'http/json']).default('http/protobuf').describe('How the metrics are written.'),
  compression: z.enum(['gzip', 'none']).default('gzip').describe('How they are packed.'),
  interval: durationKey({ minMs: 1_000, maxMs: 3_600_000 }).prefault('60s').describe('Time between two exports.'),
  timeout: durationKey({ minMs: 100, maxMs: 60_000 }).prefault('10s').describe('Most that one export may take.'),
  resource: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe(
      'Attributes of the resource, beside or in place of `service.name` (svcmon), `service.version`, `service.instance.id` and `host.name` (both the name of the machine).',
    ),
});

/** The `metrics:` of a file. */
export const metricsKeys = z.strictObject({
  otlp: otlp
    .optional()
    .describe('Exports what `/metrics` shows by the protocol of OpenTelemetry; not at all without it.'),
});

/** The metrics of a file, in the words of the program. */
export function toMetrics({ otlp: keys }: z.output<typeof metricsKeys>): MetricsSettings {
  if (keys === undefined) return {};
  const { interval: intervalMs, timeout: timeoutMs, headers = {}, ...others } = keys;
  return { otlp: { ...others, headers, intervalMs, timeoutMs } };
}

function isEndpoint(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' && !/[?#]/.test(text);
}

/** The path of the signal is below that of the base (https://opentelemetry.io/docs/specs/otlp/#otlphttp-request). */
function withSignalPath(text: string): string {
  const base = text.replace(/\/+$/, '');
  return base.endsWith(signalPath) ? base : base + signalPath;
}

const signalPath = '/v1/metrics';
