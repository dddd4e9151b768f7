import { judgedReasons, type Reason } from '../../domain/check-result.ts';
import { failureReasons } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Status } from '../../domain/status.ts';
import type { StoredResult } from '../../storage/store.ts';
import type { ImportField, RawRecord } from './raw-record.ts';
import type { StatusWords } from './status-words.ts';
import { type TimeFormat, timeFormatNames, timeFormats } from './time-formats.ts';

/** How records are to be understood. */
export interface ReadingRules {
  /** Of records that do not say whose they are. */
  readonly service?: string;
  readonly timeFormat: TimeFormat;
  readonly words: StatusWords;
  /** By service, ms; undefined where it is not known. */
  readonly intervalOf: (service: string) => number | undefined;
  readonly nowAt: number;
}

/** A result with a reason of the closed list. */
export type ImportedResult = StoredResult & { readonly reason: Reason };

/** One record as a result, or what is wrong with it as a sentence. */
export function readResult(
  { values }: Extract<RawRecord, { values: unknown }>,
  rules: ReadingRules,
): ImportedResult | string {
  const service = rules.service ?? values.service;
  if (service === undefined) return 'it does not say of which service it is: name the service with --service';
  const startedAt = instantOf(values.time, rules);
  if (typeof startedAt === 'string') return startedAt;
  const status = statusOf(values.status, rules);
  if (status === undefined) return statusProblem(values.status);
  const reason = reasonOf(values.reason, status);
  if (reason === undefined) return `${quoted(values.reason)} is no reason that svcmon knows`;
  const responseTimeMs = responseTimeOf(values);
  if (typeof responseTimeMs === 'string') return responseTimeMs;
  const statusCode = statusCodeOf(values.status_code);
  if (typeof statusCode === 'string') return statusCode;
  const intervalMs = rules.intervalOf(service);
  if (intervalMs === undefined)
    return `${quoted(service)} is not configured: say how often it was checked with --interval`;
  return {
    service,
    startedAt,
    intervalMs,
    durationMs: responseTimeMs ?? 0,
    status,
    reason,
    attempts: 1,
    ...(responseTimeMs !== undefined && { responseTimeMs }),
    ...(statusCode !== undefined && { statusCode }),
    ...(reason !== 'ok' && { message: messageOf(values.message, status) }),
  };
}

// Nobody kept results of checks before; a number of seconds taken for milliseconds lies there.
const earliestAt = Date.UTC(1990, 0, 1);

function instantOf(text: string | undefined, { timeFormat, nowAt }: ReadingRules): number | string {
  if (text === undefined) return 'it does not say when it was';
  const at = timeFormats[timeFormat](text);
  if (at === undefined) return `${quoted(text)} is not ${timeFormatNames[timeFormat]}`;
  if (at < earliestAt) return `${quoted(text)} is before 1990: is --time-format right?`;
  return at > nowAt ? `${quoted(text)} is in the future` : at;
}

function statusOf(text: string | undefined, { words }: ReadingRules): Status | undefined {
  return text === undefined ? undefined : words.get(text.toLowerCase());
}

function statusProblem(text: string | undefined): string {
  if (text === undefined) return 'it does not say what was found';
  return `${quoted(text)} is no status: say what it means with --statuses ${text.toLowerCase()}=…`;
}

function reasonOf(text: string | undefined, status: Status): Reason | undefined {
  if (status === 'healthy') return 'ok';
  if (text === undefined) return 'imported';
  return isReason(text) && text !== 'ok' ? text : undefined;
}

function isReason(text: string): text is Reason {
  return Object.hasOwn(judgedReasons, text) || Object.hasOwn(failureReasons, text);
}

const unitMs = {
  response_time_ms: 1,
  response_time_s: 1_000,
  response_time_us: 1e-3,
  response_time_ns: 1e-6,
} as const satisfies Partial<Record<ImportField, number>>;

/** Undefined where there was no answer; a sentence where it is no time. */
function responseTimeOf(values: Extract<RawRecord, { values: unknown }>['values']): number | string | undefined {
  for (const [field, each] of Object.entries(unitMs)) {
    const text = values[field as keyof typeof unitMs];
    if (text === undefined) continue;
    const time = Number(text) * each;
    return Number.isFinite(time) && time >= 0 ? Math.round(time * 100) / 100 : `${quoted(text)} is no response time`;
  }
  return undefined;
}

function statusCodeOf(text: string | undefined): number | string | undefined {
  const code = Number(text ?? 0);
  if (!Number.isInteger(code) || code < 0 || code > 99_999) return `${quoted(text)} is no status code`;
  return code === 0 ? undefined : code;
}

const mostMessage = 300;

function messageOf(text: string | undefined, status: Status): string {
  return text === undefined ? `${status}, as imported` : truncate(toPlainLine(text), mostMessage);
}

function quoted(text: string | undefined): string {
  return JSON.stringify(truncate(toPlainLine(text ?? ''), 60));
}
