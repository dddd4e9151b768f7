import { Failure, toFailure } from '../../domain/failure.ts';
import type { HttpObservation, PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { HttpClient } from '../../http/client.ts';
import type { TlsSettings } from '../../http/request.ts';
import { type DnsMessage, type DnsQuestion, encodeQuestion, readAnswer, type SentQuestion } from './dns-message.ts';

export interface HttpsQuestion {
  /** Absolute, https. */
  readonly url: string;
  readonly question: DnsQuestion;
  readonly tls: TlsSettings;
  readonly ipFamily: 4 | 6 | 'any';
  readonly signal: AbortSignal;
}

/** An answer and how it came. */
export interface HttpsAnswer {
  readonly message: DnsMessage;
  readonly answer: HttpObservation;
}

const messageType = 'application/dns-message';
const longestMessage = 65_535;

/**
 * Asks over HTTPS (RFC 8484), by POST so that no cache on the way answers. Rejects with a Failure: `unexpected_answer` for a
 * status other than 2xx, `protocol_error` for what is no answer to the question.
 */
export async function askByHttps({ question, ...way }: HttpsQuestion, http: HttpClient): Promise<HttpsAnswer> {
  // RFC 8484 §4.1 wants this id, which makes equal questions equal bytes.
  const sent = { question, id: 0 };
  const answer = await http.request({
    ...way,
    method: 'POST',
    headers: { 'Content-Type': messageType, Accept: messageType },
    body: encodeQuestion(sent),
    maxBodyBytes: longestMessage,
    bodyAs: 'bytes',
  });
  try {
    return { message: understood(answer, sent), answer };
  } catch (thrown) {
    const { reason, message, cause } = toFailure(thrown);
    throw new Failure(reason, message, { facts: factsOf(answer), cause });
  }
}

function understood(
  { statusCode, statusText, contentType = '', body, bodyTruncated }: HttpObservation,
  sent: SentQuestion,
) {
  if (statusCode < 200 || statusCode > 299) {
    throw new Failure('unexpected_answer', `the DoH server answered ${`${statusCode} ${statusText}`.trim()}`);
  }
  if (!contentType.toLowerCase().startsWith(messageType)) {
    const type = truncate(toPlainLine(contentType), 100) || 'no type';
    throw new Failure('protocol_error', `the answer is not a DNS message but of ${type}: is this the URL for DoH?`);
  }
  if (bodyTruncated) throw new Failure('protocol_error', 'the answer is longer than a DNS message can be');
  const message = readAnswer(Buffer.from(body, 'latin1'), sent);
  if (message === undefined) throw new Failure('protocol_error', 'the answer is to another question, or to none');
  return message;
}

function factsOf({
  statusCode,
  statusText,
  phases,
  responseTimeMs,
  address,
  port,
  tls,
}: HttpObservation): PartialObservation {
  return {
    statusCode,
    statusText,
    phases,
    responseTimeMs,
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
    ...(tls !== undefined && { tls }),
  };
}
