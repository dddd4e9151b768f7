import { addressOf } from '../location.ts';
import { tellRefused } from '../state/session.ts';
import type { Problem } from './types.ts';

/** Thrown for every answer that is not a success, and with status 0 where there was none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options);
    this.status = problem.status;
    this.problem = problem;
  }
}

/** What is sent beside the path. */
export interface Sending {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** For `If-Match`. */
  readonly etag?: string | undefined;
}

/** Asks the API for what is below `/api/v1`; resolves with the document, or undefined where the answer is empty. Rejects with ApiError. */
export async function ask<T>(path: string, sending: Sending = {}): Promise<T> {
  const response = await send(`api/v1${path}`, sending);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The same with the version of what was read, to send along with a change of it. */
export async function askWithVersion<T>(
  path: string,
  sending: Sending = {},
): Promise<{ readonly document: T; readonly etag: string | undefined }> {
  const response = await send(`api/v1${path}`, sending);
  return { document: (await response.json()) as T, etag: response.headers.get('etag') ?? undefined };
}

/** Any path below the base path, such as `openapi.json`; resolves with the answer once it is a success. */
export async function send(path: string, { method = 'GET', body, signal, etag }: Sending = {}): Promise<Response> {
  const response = await attempt(addressOf(path), {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(etag !== undefined && { 'if-match': etag }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (response.ok) return response;
  // Who may read but not act goes on reading, and is told at what they tried.
  if (response.status === 401 && method === 'GET') tellRefused();
  throw new ApiError(await problemIn(response));
}

const early = new Map<string, Promise<Response>>();

/** Asks for a document before there is a page that shows it: whoever asks for it next gets that answer. */
export function askEarly(path: string): void {
  const address = addressOf(`api/v1${path}`);
  const answer = fetch(address, how);
  // Why it failed is told to whoever takes it.
  answer.catch(() => undefined);
  early.set(address, answer);
}

const how: RequestInit = { credentials: 'same-origin', redirect: 'error' };

async function attempt(address: string, options: RequestInit): Promise<Response> {
  const begun = options.method === 'GET' ? early.get(address) : undefined;
  early.delete(address);
  try {
    return await (begun ?? fetch(address, { ...options, ...how }));
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError({ status: 0, title: 'No answer', detail: 'svcmon does not answer' }, { cause });
  }
}

async function problemIn(response: Response): Promise<Problem> {
  const { status, statusText } = response;
  const empty = { status, title: statusText || `HTTP ${status}` };
  try {
    const document: unknown = await response.json();
    return typeof document === 'object' && document !== null ? { ...empty, ...document } : empty;
  } catch {
    return empty;
  }
}
