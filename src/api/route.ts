import type { z } from 'zod';
import type { Problem } from './problem.ts';

/** What the routes need of the monitor. */
export interface ApiParts {
  readonly heartbeats: {
    /** Resolves once the ping is stored, or cannot be at present. */
    ping(token: string, ping: ApiPing): Promise<'accepted' | 'unknown' | 'too_many'>;
  };
  /** Whether checks go on. */
  isAlive(): boolean;
}

/** What a service says that calls us. */
export interface ApiPing {
  readonly kind: 'start' | 'success' | 'fail';
  readonly exitCode?: number;
  readonly runId?: string;
  /** As it came, cut at 64 KiB and some. */
  readonly message?: string;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One way in: what it takes, what it answers, and what it does. Everything else is made of these: validation, documentation, tests. */
export interface Route<Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  readonly methods: readonly Method[];
  /** Below `/api/v1`, with `:name` for what varies. */
  readonly path: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /** By status; problems beside these are the same everywhere. */
  readonly answers: Readonly<Record<number, AnswerKind>>;
  handle(request: ApiRequest<z.output<Params>, z.output<Query>>, parts: ApiParts): Promise<Answer>;
}

/** What an answer of one status is. */
export interface AnswerKind {
  readonly means: string;
  /** A string is plain text, everything else JSON. */
  readonly body: z.ZodType;
}

/** A request that has been found to be in order. */
export interface ApiRequest<Params, Query> {
  readonly params: Params;
  readonly query: Query;
  /** The beginning of what was sent, as text; empty where nothing was. */
  readonly body: string;
}

/** A status with its body, as the route promises it; or what is wrong. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | ({ readonly kind: 'problem' } & Problem);

/** Gives a route its types; the value comes back unchanged. */
export function defineRoute<Params extends z.ZodType, Query extends z.ZodType>(
  route: Route<Params, Query>,
): Route<Params, Query> {
  return route;
}
