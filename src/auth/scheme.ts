import type { z } from 'zod';
import type { TimeBox } from '../domain/assertion.ts';
import type { Clock } from '../domain/clock.ts';
import type { FactTable } from '../domain/fact.ts';
import { Failure } from '../domain/failure.ts';
import type { HttpObservation, PartialObservation } from '../domain/observation.ts';
import type { HttpClient } from '../http/client.ts';
import type { TlsSettings } from '../http/request.ts';
import type { Sessions } from './sessions.ts';

/** The parts of a request that a scheme may add to. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** Takes the place of the request's own settings, key by key. */
  readonly tls?: Pick<TlsSettings, 'ca' | 'cert' | 'key' | 'serverName'>;
  /** What they are and where they came from, in a few words for people and without a secret: `as ann`. */
  readonly proof?: string;
}

/** The request that is to be proven, complete but for the credentials. */
export interface UnprovenRequest {
  readonly method: string;
  /** Absolute, query parameters included. */
  readonly url: string;
  /** Those of the request itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Of the body; absent without one. */
  readonly contentType?: string;
  /** How it travels; a login for it goes the same way. */
  readonly way?: RequestWay;
}

/** What decides how a request travels; see HttpRequest. */
export interface RequestWay {
  readonly tls?: TlsSettings | undefined;
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  readonly ipFamily?: 4 | 6 | 'any' | undefined;
  readonly resolver?: string | undefined;
}

/** What a scheme may use. */
export interface AuthContext {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly sessions: Sessions;
  /** For expressions over what a server sent. */
  readonly timeBox: TimeBox;
  /** Ends the whole attempt, logins included. */
  readonly signal: AbortSignal;
}

/** An answer of 401 to a request that had credentials. */
export interface Refusal {
  readonly request: UnprovenRequest;
  readonly given: Credentials;
  readonly answer: PartialObservation & Pick<HttpObservation, 'statusCode' | 'headers'>;
}

/** How a request proves who it is; one per kind of `auth`. */
export interface Scheme<Type extends string = string, Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly type: Type;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The keys of `auth`, its `type` among them. */
  readonly options: z.ZodObject<Shape, z.core.$strict>;
  /** The files that it reads; none without it. */
  files?(options: z.output<z.ZodObject<Shape>>): readonly AuthFile[];
  /** Why it cannot prove requests to a URL; undefined where it can. Without it every URL will do. */
  unsuited?(options: z.output<z.ZodObject<Shape>>, url: string): string | undefined;
  /** The CEL expressions in its keys, of data that may break its schema; none without it. */
  expressions?(data: Readonly<Record<string, unknown>>): readonly AuthExpression[];
  /** The names of the headers and query parameters that it adds. */
  adds(options: z.output<z.ZodObject<Shape>>): Additions;
  /** What to add to a request. Rejects with a Failure: `auth_failed` where a login was refused or came to nothing. */
  credentials(
    options: z.output<z.ZodObject<Shape>>,
    request: UnprovenRequest,
    context: AuthContext,
  ): Credentials | Promise<Credentials>;
  /** What to add instead after a 401, once; undefined where the refusal stands. Without it every refusal stands. */
  renewed?(
    options: z.output<z.ZodObject<Shape>>,
    refusal: Refusal,
    context: AuthContext,
  ): Credentials | undefined | Promise<Credentials | undefined>;
  /** Texts derived from secrets that could come back in an answer and must be masked, e.g. the base64 of user:password. */
  derivedSecrets(options: z.output<z.ZodObject<Shape>>): readonly string[];
}

/** Names that a request must not bring itself. */
export interface Additions {
  readonly headers: readonly string[];
  readonly params: readonly string[];
}

/** What most schemes add. */
export const authorizationHeader: Additions = { headers: ['Authorization'], params: [] };

/** A file that a key of `auth` names; a relative path starts at the working directory. */
export interface AuthFile {
  /** Below `auth`. */
  readonly path: readonly string[];
  readonly file: string;
}

/** An expression that takes something out of an answer. */
export interface AuthExpression {
  readonly key: string;
  readonly expr: string;
  /** What it may use. */
  readonly facts: FactTable;
}

/** Gives a scheme its types; the value comes back unchanged. */
export function defineScheme<const Type extends string, Shape extends z.core.$ZodShape>(
  scheme: Scheme<Type, Shape>,
): Scheme<Type, Shape> {
  return scheme;
}

/** A scheme joined to its options. */
export interface BoundAuth {
  readonly type: string;
  /** As parsed; the secrets in it are Secrets. */
  readonly options: object;
  adds(): Additions;
  files(): readonly AuthFile[];
  unsuited(url: string): string | undefined;
  credentials(request: UnprovenRequest, context: AuthContext): Promise<Credentials>;
  renewed(refusal: Refusal, context: AuthContext): Promise<Credentials | undefined>;
  derivedSecrets(): readonly string[];
}

/** Joins a scheme to parsed options. */
export function bindScheme<const Type extends string, Shape extends z.core.$ZodShape>(
  scheme: Scheme<Type, Shape>,
  options: z.output<z.ZodObject<Shape>>,
): BoundAuth {
  return {
    type: scheme.type,
    options,
    adds: () => scheme.adds(options),
    files: () => scheme.files?.(options) ?? [],
    unsuited: (url) => scheme.unsuited?.(options, url),
    credentials: async (request, context) => {
      const problem = scheme.unsuited?.(options, request.url);
      if (problem !== undefined) throw new Failure('auth_failed', problem);
      return named(scheme, await scheme.credentials(options, request, context));
    },
    renewed: async (refusal, context) => {
      const renewed = await scheme.renewed?.(options, refusal, context);
      return renewed && named(scheme, renewed);
    },
    derivedSecrets: () => scheme.derivedSecrets(options),
  };
}

function named({ type }: { readonly type: string }, credentials: Credentials): Credentials {
  const { proof } = credentials;
  return { ...credentials, proof: proof === undefined ? type : `${type}: ${proof}` };
}
