import { type Failure, failureReasons, toFailure } from '../domain/failure.ts';
import type { HttpObservation } from '../domain/observation.ts';
import type { HttpRequest } from '../http/client.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';
import type { ChannelContext, Delivery } from './channel.ts';

// What a receiver says is used to a few kB; what it streams beyond that is of no interest.
const maxAnswerBytes = 16_384;

/** Posts to a webhook and says what became of it; redirects are not followed, since they would hand the message and its secrets on. */
export async function postToWebhook(
  request: Pick<HttpRequest, 'url' | 'json' | 'headers'>,
  { http, clock, signal }: ChannelContext,
): Promise<Delivery> {
  try {
    const answer = await http.request({
      ...request,
      method: 'POST',
      followRedirects: 0,
      maxBodyBytes: maxAnswerBytes,
      signal,
    });
    return deliveryOf(answer, { secret: request.url, nowAt: clock.now() });
  } catch (thrown) {
    return { outcome: 'retry', reason: failureText(toFailure(thrown)) };
  }
}

/** 2xx is delivered; 408, 429 and 5xx may be tried again; any other answer is the receiver's last word. */
function deliveryOf(
  { statusCode, headers, body }: HttpObservation,
  { secret, nowAt }: { readonly secret: string; readonly nowAt: number },
): Delivery {
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'delivered', detail: `answered ${statusCode}` };
  if (statusCode >= 300 && statusCode < 400) {
    return { outcome: 'rejected', reason: `answered ${statusCode}: redirects of a webhook are not followed` };
  }
  const word = errorWord(body, secret);
  const reason = `answered ${statusCode}${word === undefined ? '' : ` ${word}`}`;
  if (statusCode !== 408 && statusCode !== 429 && statusCode < 500) return { outcome: 'rejected', reason };
  const retryAfterMs = parseRetryAfter(headers['retry-after'], nowAt);
  return { outcome: 'retry', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** A receiver's error code such as `invalid_payload`. Anything longer or freer could hold a part of the secret. */
function errorWord(body: string, secret: string): string | undefined {
  const word = body.trim();
  return /^[a-z]+(?:_[a-z]+)*$/.test(word) && word.length <= 60 && !secret.includes(word) ? word : undefined;
}

/** Told by the closed list alone: the failure's own text may name the URL, which is a secret. */
function failureText({ reason }: Failure): string {
  return `${reason}: ${failureReasons[reason].means}`;
}
