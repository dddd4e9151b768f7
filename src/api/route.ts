import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Scope } from '../domain/access.ts';
import type { ApiParts } from './parts.ts';
import type { Problem } from './problem.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route is listed under in the documentation. */
export const tags = {
  services: 'What is monitored, and how it stands.',
  history: 'What was found over time.',
  incidents: 'From confirmed failure to confirmed recovery.',
  silences: 'Telling nobody for a while, and planned maintenance.',
  alerts: 'What was sent, and the channels it is sent through.',
  reports: 'Availability over months.',
  deployments: 'Releases, and whether services stayed healthy after them.',
  heartbeats: 'Services that call svcmon.',
  public: 'What everybody may see.',
  access: 'Who may do what, and who did what.',
  operations: 'How svcmon itself fares.',
} as const;

/** One way in: what it takes, what it answers, and what it does. Everything else is made of these: validation, documentation, tests. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  /** Unique; with several methods each is told apart by its name, such as `pingGet`. */
  readonly operationId: string;
  readonly tag: keyof typeof tags;
  /** Where there is GET there is HEAD. */
  readonly methods: readonly Method[];
  /** With `:name` for what varies. */
  readonly path: string;
  /** Where the path begins: below `/api/v1`, unless it is below the base path alone. */
  readonly below?: 'api' | 'base';
  /** One sentence for the documentation. */
  readonly summary: string;
  /** What has to be known beyond it, in Markdown. */
  readonly description?: string;
  /** What the caller has to be allowed. */
  readonly scope: Scope | 'none';
  /** Whether it is written down who called; without it, where something may change that needs a scope. */
  readonly audited?: boolean;
  readonly params: Params;
  readonly query: Query;
  /** What has to be sent: JSON of this schema, or any text where it is `text`. */
  readonly body?: Body;
  readonly bodyKind?: 'json' | 'text';
  /** By status; problems beside these are the same everywhere. */
  readonly answers: Readonly<Record<number, AnswerKind>>;
  handle(request: ApiRequest<z.output<Params>, z.output<Query>, z.output<Body>>, parts: ApiParts): Promise<Answer>;
}

/** What an answer of one status is. */
export interface AnswerKind {
  readonly means: string;
  /** What it is as JSON; absent where it is not. */
  readonly body?: z.ZodType;
  /** The media types it may have as text. */
  readonly texts?: readonly string[];
  readonly example?: unknown;
}

/** Who asks. */
export interface Caller {
  /** Of the token or the person; `anonymous` without either. */
  readonly name: string;
  readonly scope: Scope | 'none';
  readonly kind: 'anonymous' | 'token' | 'session';
  /** Of the token or the session. */
  readonly tokenId?: string;
  /** Epoch ms. */
  readonly expiresAt?: number;
}

/** A request that has been found to be in order, of a caller who may ask it. */
export interface ApiRequest<Params, Query, Body = undefined> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** As in the answer's `X-Request-Id`. */
  readonly id: string;
  readonly by: Caller;
  /** The address it came from. */
  readonly client: string;
  /** Whether it came over TLS, here or at a trusted proxy. */
  readonly secure: boolean;
  /** By which a browser is known again that comes back from an OpenID provider. */
  readonly loginState: string | undefined;
  /** The value of a header, joined with commas; by its name in lower case. */
  header(name: string): string | undefined;
  /** Aborted when the connection ends before the answer. */
  readonly signal: AbortSignal;
}

/** A status with its body, as the route promises it; or what is wrong. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** What becomes JSON; absent without a body. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string | string[]>>;
      /** Who did it, where that was not known before. */
      readonly actor?: string;
    }
  | {
      readonly kind: 'text';
      readonly status: number;
      /** One of the route's media types. */
      readonly type: string;
      readonly text: string | Readable;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | ({ readonly kind: 'problem' } & Problem);

/** Gives a route its types; the value comes back unchanged. */
export function defineRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType = z.ZodUndefined>(
  route: Route<Params, Query, Body>,
): Route<Params, Query, Body> {
  return route;
}
