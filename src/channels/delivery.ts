import { type Failure, failureReasons, toFailure } from '../domain/failure.ts';
import type { HttpObservation } from '../domain/observation.ts';
import type { HttpRequest } from '../http/client.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';
import { numberAt, saidIn } from './answer.ts';
import type { ChannelContext, Delivery } from './channel.ts';

/** What one service's answers say beyond their status code. Paths lead into the JSON of an answer, steps joined by dots. */
export interface AnswerReading {
  /** Where its own words for a refusal are, the most telling first. */
  readonly problemAt?: readonly string[];
  /** Where it says how long to wait, beside or instead of Retry-After. */
  readonly waitSecondsAt?: string;
  readonly waitMsAt?: string;
  /** Name of a header with the epoch second before which it takes nothing more. */
  readonly resetHeader?: string;
  /** Status codes that mean something other than usual. */
  readonly outcomes?: Readonly<Record<number, Delivery['outcome']>>;
}

/** One message as one request. */
export interface Posting extends Pick<HttpRequest, 'url' | 'json' | 'form' | 'body' | 'headers'> {
  /** POST unless the service wants another. */
  readonly method?: 'POST' | 'PUT';
  /** What no reason may hold a part of, beside the URL. */
  readonly secrets?: readonly string[];
  readonly reading?: AnswerReading;
}

// What a receiver says is used to a few kB; what it streams beyond that is of no interest.
const maxAnswerBytes = 16_384;

/** Posts a message and says what became of it; redirects are not followed, since they would hand the message and its secrets on. */
export async function postToWebhook(
  { method = 'POST', secrets = [], reading = {}, ...request }: Posting,
  { http, clock, signal }: ChannelContext,
): Promise<Delivery> {
  try {
    const answer = await http.request({
      ...request,
      method,
      followRedirects: 0,
      maxBodyBytes: maxAnswerBytes,
      signal,
    });
    return deliveryOf(answer, { secrets: [request.url, ...secrets], reading, nowAt: clock.now() });
  } catch (thrown) {
    return { outcome: 'retry', reason: failureText(toFailure(thrown)) };
  }
}

/**
 * Makes one request after another. Ends where one is to be tried again; a refusal is told after all others were made, so
 * that one service does not stand in the way of the next.
 */
export async function sendEach<T>(items: readonly T[], send: (item: T) => Promise<Delivery>): Promise<Delivery> {
  let told: Delivery = { outcome: 'delivered', detail: 'nothing to tell' };
  for (const item of items) {
    const delivery = await send(item);
    if (delivery.outcome === 'retry') return delivery;
    if (told.outcome === 'delivered') told = delivery;
  }
  return told;
}

interface Judging {
  readonly secrets: readonly string[];
  readonly reading: AnswerReading;
  readonly nowAt: number;
}

function deliveryOf(answer: HttpObservation, { secrets, reading, nowAt }: Judging): Delivery {
  const { statusCode, body } = answer;
  const outcome = reading.outcomes?.[statusCode] ?? usualOutcome(statusCode);
  if (outcome === 'delivered') return { outcome, detail: `answered ${statusCode}` };
  if (statusCode >= 300 && statusCode < 400) {
    return { outcome, reason: `answered ${statusCode}: redirects of a webhook are not followed` };
  }
  const said = saidIn(body, { paths: reading.problemAt ?? [], secrets });
  const reason = `answered ${statusCode}${said === undefined ? '' : ` ${said}`}`;
  if (outcome === 'rejected') return { outcome, reason };
  const retryAfterMs = waitMs(answer, reading, nowAt);
  return { outcome, reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** 2xx is delivered; 408, 429 and 5xx may be tried again; any other answer is the receiver's last word. */
function usualOutcome(statusCode: number): Delivery['outcome'] {
  if (statusCode >= 200 && statusCode < 300) return 'delivered';
  return statusCode === 408 || statusCode === 429 || statusCode >= 500 ? 'retry' : 'rejected';
}

/** How long the receiver asks to wait, ms: the longest, where it says so in several places. */
function waitMs({ headers, body }: HttpObservation, reading: AnswerReading, nowAt: number): number | undefined {
  const seconds = numberAt(body, reading.waitSecondsAt);
  const resetsAt = Number.parseInt(headers[reading.resetHeader ?? ''] ?? '', 10) * 1_000;
  const asked = [
    parseRetryAfter(headers['retry-after'], nowAt),
    seconds === undefined ? undefined : Math.ceil(seconds * 1_000),
    numberAt(body, reading.waitMsAt),
    Number.isNaN(resetsAt) ? undefined : Math.max(0, resetsAt - nowAt),
  ].filter((ms) => ms !== undefined);
  return asked.length === 0 ? undefined : Math.max(...asked);
}

/** Told by the closed list alone: the failure's own text may name the URL, which is a secret. */
function failureText({ reason }: Failure): string {
  return `${reason}: ${failureReasons[reason].means}`;
}
