import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { saidIn } from '../../channels/answer.ts';
import { revealHeaders } from '../../channels/option-keys.ts';
import type { OtlpSettings } from '../../config/config.ts';
import { toFailure } from '../../domain/failure.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import { parseRetryAfter } from '../../resilience/retry-after.ts';
import { timeout } from '../../resilience/timeout.ts';
import type { Effects } from '../effects.ts';

/** What became of an export; `said` is in the receiver's own words. */
export type Exported =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'taken_in_part'; readonly rejected: number; readonly said?: string }
  | {
      readonly outcome: 'failed';
      /** `answered 503`, or a reason of the closed list. */
      readonly reason: string;
      readonly said?: string;
      readonly retryAfterMs?: number;
    };

export interface SendLimits {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Posts metrics once. Never rejects for what a receiver does. */
export type SendMetrics = (metrics: ResourceMetrics, limits: SendLimits) => Promise<Exported>;

// A receiver says `{}`, or in a sentence what it did not take.
const maxAnswerBytes = 16_384;
const zip = promisify(gzip);

const forms = {
  'http/protobuf': { contentType: 'application/x-protobuf', serializer: ProtobufMetricsSerializer },
  'http/json': { contentType: 'application/json', serializer: JsonMetricsSerializer },
} as const;

/** The sender for a receiver of OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp). */
export function createOtlpSender(
  { endpoint, headers, protocol, compression }: OtlpSettings,
  { http, startTimer, clock }: Pick<Effects, 'http' | 'startTimer' | 'clock'>,
): SendMetrics {
  const own = revealHeaders(headers);
  const form = forms[protocol];
  const reading = { ...form, secrets: Object.values(own), now: clock.now };
  const packed = compression === 'gzip' ? { 'Content-Encoding': 'gzip' } : {};
  const request = {
    url: endpoint,
    method: 'POST',
    headers: { ...own, 'Content-Type': form.contentType, ...packed },
    // They would hand the headers on.
    followRedirects: 0,
    maxBodyBytes: maxAnswerBytes,
    bodyAs: 'bytes',
  } as const;
  return async (metrics, { limitMs, signal: outer }) => {
    const bytes = form.serializer.serializeRequest(metrics) ?? new Uint8Array();
    const body = compression === 'gzip' ? await zip(bytes) : bytes;
    try {
      const answer = await timeout({ limitMs, startTimer })(
        (signal) => http.request({ ...request, body, signal }),
        outer,
      );
      return exportedOf(answer, reading);
    } catch (thrown) {
      return { outcome: 'failed', reason: toFailure(thrown).reason };
    }
  };
}

interface Reading {
  readonly contentType: string;
  readonly serializer: (typeof forms)[keyof typeof forms]['serializer'];
  /** What must not be repeated. */
  readonly secrets: readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
}

function exportedOf(answer: HttpObservation, { contentType, serializer, secrets, now }: Reading): Exported {
  const { statusCode, statusClass, headers } = answer;
  const body = Buffer.from(answer.body, 'latin1');
  if (statusClass !== 'success') {
    const said = saidIn(body.toString(), { paths: ['message', 'error', 'error.message'], secrets });
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now());
    return {
      outcome: 'failed',
      reason: `answered ${statusCode}`,
      ...(said !== undefined && { said }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  if (answer.contentType?.startsWith(contentType) !== true) return { outcome: 'taken' };
  const { rejected, message } = refusalIn(body, serializer);
  if (rejected === 0) return { outcome: 'taken' };
  const said = saidIn(JSON.stringify({ message }), { paths: ['message'], secrets });
  return { outcome: 'taken_in_part', rejected, ...(said !== undefined && { said }) };
}

/** An answer that cannot be read has still taken what it was sent, by its status. */
function refusalIn(bytes: Uint8Array, serializer: Reading['serializer']) {
  try {
    const { rejectedDataPoints, errorMessage: message } = serializer.deserializeResponse(bytes).partialSuccess ?? {};
    // In JSON it is a text, since it has 64 bits.
    const rejected = Number(rejectedDataPoints ?? 0);
    return { rejected: Number.isSafeInteger(rejected) ? rejected : 0, message };
  } catch {
    return { rejected: 0 };
  }
}
