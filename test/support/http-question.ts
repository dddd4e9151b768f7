import { Failure } from '../../src/domain/failure.ts';
import type { HttpObservation } from '../../src/domain/observation.ts';
import type { HttpRequest } from '../../src/http/request.ts';
import { loopbackHttp } from './loopback-http.ts';

export type Question = Omit<HttpRequest, 'method' | 'signal'> & {
  readonly method?: string;
  readonly timeoutMs?: number;
};

/** Asks with the HTTP client as the program has it; GET and 5 s unless told otherwise. */
export function ask({ method = 'GET', timeoutMs = 5_000, ...request }: Question): Promise<HttpObservation> {
  return loopbackHttp.request({ ...request, method, signal: AbortSignal.timeout(timeoutMs) });
}

/** The Failure of a question that must fail, and how long it took, ms. */
export async function failureOf(question: Question): Promise<{ readonly failure: Failure; readonly tookMs: number }> {
  const startedAt = performance.now();
  const outcome = await ask(question).then(
    () => 'an answer',
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return { failure: outcome, tookMs: performance.now() - startedAt };
  throw new Error(`expected a Failure, got ${outcome instanceof Error ? outcome.name : String(outcome)}`);
}
