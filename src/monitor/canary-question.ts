import { toFailure } from '../domain/failure.ts';
import type { HttpClient } from '../http/client.ts';
import type { Lookup } from '../http/lookup.ts';
import { timeout } from '../resilience/timeout.ts';
import type { StartTimer } from '../resilience/timer.ts';

export interface CanaryQuestionParts {
  readonly http: HttpClient;
  readonly lookup: Lookup;
  readonly startTimer: StartTimer;
}

// Every name server knows the root's own names; that one says there is no such name is an answer as well.
const askedName = 'example.com';
const limitMs = 3_000;

/**
 * Whether a canary answers within 3 s: `https://1.1.1.1` by any HTTP answer over a verified connection (what a captive
 * portal cannot give), `dns://9.9.9.9` by any answer to a question. Never rejects.
 */
export async function canaryAnswers(
  canary: string,
  { http, lookup, startTimer }: CanaryQuestionParts,
  signal: AbortSignal,
): Promise<boolean> {
  const url = new URL(canary);
  const ask = async (asking: AbortSignal): Promise<boolean> => {
    if (url.protocol === 'dns:') {
      return (await lookup(askedName, { family: 'any', resolver: url.host, signal: asking })).length > 0;
    }
    const answer = await http.request({ url: canary, method: 'HEAD', maxBodyBytes: 1_024, signal: asking });
    return answer.statusCode > 0;
  };
  try {
    return await timeout({ limitMs, startTimer })(ask, signal);
  } catch (thrown) {
    return answersAllTheSame.has(toFailure(thrown).reason);
  }
}

const answersAllTheSame: ReadonlySet<string> = new Set(['dns_nxdomain', 'dns_no_address']);
