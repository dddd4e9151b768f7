import { parseDuration } from '../../domain/duration.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import type { Session } from '../sessions.ts';
import type { LoginContext, LoginQuestion } from '../tokens/login.ts';
import { loginRefused } from '../tokens/login-failure.ts';
import { answerValue } from './answer-value.ts';
import { defaultPlaces, type LoginOptions } from './login-options.ts';

// What servers take of headers as a rule; longer than this is no token.
const longestToken = 16_384;

/** Logs in and takes the token from the answer. Rejects with a Failure. */
export async function requestToken(options: LoginOptions, context: LoginContext): Promise<Session> {
  const askedAt = context.clock.now();
  const answer = await context.ask(questionOf(options));
  const { statusCode } = answer;
  if (statusCode < 200 || statusCode > 299) throw loginRefused(options.url, `answered ${statusCode}`);
  const token = tokenIn(await answerValue(options.token, answer, context));
  if (token === undefined)
    throw loginRefused(options.url, `answered ${statusCode}, but ${options.token} yields no token`);
  const expiresAt = await expiryOf(options, answer, { ...context, askedAt });
  return expiresAt === undefined ? { token } : { token, expiresAt };
}

function questionOf({ url, method, username, password, json, form, headers }: LoginOptions): LoginQuestion {
  const named = { ...(username !== undefined && { username }), ...(password && { password: password.reveal() }) };
  const body = { ...json?.reveal(), ...form?.reveal(), ...named };
  const empty = json === undefined && form === undefined && Object.keys(body).length === 0;
  return {
    url,
    method,
    ...(headers && { headers }),
    ...(!empty && (form ? { form: textsOf(body) } : { json: body })),
  };
}

function textsOf(body: object): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

function tokenIn(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const token = text.trim();
  // What a header can hold (RFC 9110 §5.5).
  const fits = /^[\u0020-\u007e\u0080-\u00ff]+$/.test(token) && token.length <= longestToken;
  return fits ? token : undefined;
}

async function expiryOf(
  { url, expires_in: lifetime }: LoginOptions,
  answer: HttpObservation,
  { askedAt, ...context }: LoginContext & { readonly askedAt: number },
): Promise<number | undefined> {
  if ('ms' in lifetime) return askedAt + lifetime.ms;
  const value = await answerValue(lifetime.expr, answer, context);
  if (value === undefined && lifetime.expr === defaultPlaces.expiresIn) return undefined;
  const expiresAt = expiryFrom(value, askedAt);
  if (expiresAt !== undefined) return expiresAt;
  throw loginRefused(
    url,
    `answered ${answer.statusCode}, but ${lifetime.expr} yields neither a duration nor a timestamp`,
  );
}

function expiryFrom(value: unknown, askedAt: number): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number' || typeof value === 'bigint') return askedAt + Number(value) * 1_000;
  const ms = typeof value === 'string' ? parseDuration(value) : millisecondsOf(value);
  return ms === undefined ? undefined : askedAt + ms;
}

/** A duration of CEL is an object that counts as its ms. */
function millisecondsOf(value: unknown): number | undefined {
  const ms: unknown = typeof value === 'object' && value !== null ? value.valueOf() : undefined;
  return typeof ms === 'number' ? ms : undefined;
}
