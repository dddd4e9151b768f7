import type { z } from 'zod';
import type { Sessions } from '../auth/sessions.ts';
import type { AssertionParts, TimeBox } from '../domain/assertion.ts';
import type { TimeRange } from '../domain/calendar.ts';
import type { Clock } from '../domain/clock.ts';
import type { FactTable } from '../domain/fact.ts';
import type { Heartbeat } from '../domain/heartbeat.ts';
import type { HeartbeatPlan } from '../domain/heartbeat-plan.ts';
import type { Observation } from '../domain/observation.ts';
import type { Secret } from '../domain/secret.ts';
import type { HttpClient } from '../http/client.ts';
import type { Lookup } from '../http/lookup.ts';

/** What the composition root lends to every probe. */
export interface ProbeParts {
  readonly http: HttpClient;
  readonly lookup: Lookup;
  readonly clock: Clock;
  readonly sessions: Sessions;
  /** For expressions over what a target sent. */
  readonly timeBox: TimeBox;
  /** What services have called us with; absent where nobody listens, and nobody has. */
  readonly calls?: CallBook;
}

/** What is known of the services that call us. */
export interface CallBook {
  of(service: string): Calls;
}

/** What is known of one of them. */
export interface Calls {
  /** Absent before the first ping. */
  readonly heartbeat?: Heartbeat;
  /** When nobody listened, in order. */
  readonly gaps: readonly TimeRange[];
}

/** How a service of a type that calls us does so. */
export interface CallPlan {
  readonly plan: HeartbeatPlan;
  /** By which it is known; made for it where it is absent. */
  readonly token?: Secret;
}

/** What one attempt gets: it ends when the signal says so; a probe neither knows nor owns timeout, retry or breaker. */
export interface ProbeContext extends Omit<ProbeParts, 'calls'> {
  readonly signal: AbortSignal;
  /** Of the service that is looked at; absent where nobody listens, and nobody has. */
  readonly calls?: Calls;
  /** For what a probe judges itself. */
  readonly explains?: AssertionParts['explains'];
}

/** A mistake in the options of a service that no single key shows, e.g. two bodies at once. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A file that an option names; a relative path starts at the working directory. */
export interface OptionFile {
  /** Of the key that names it. */
  readonly path: readonly (string | number)[];
  readonly file: string;
}

/** The code that looks once; one per type of service. */
export interface Probe<Type extends string = string, Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly type: Type;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The keys of a service of this type, beside those that every service has. */
  readonly options: z.ZodObject<Shape, z.core.$strict>;
  /** What assertions may use. */
  readonly facts: FactTable;
  /** Mistakes that only show across keys; empty when there are none. */
  problems?(options: z.output<z.ZodObject<Shape>>): readonly OptionProblem[];
  /** The files that an attempt reads; none without it. */
  files?(options: z.output<z.ZodObject<Shape>>): readonly OptionFile[];
  readonly endpoint?: Endpoint;
  /** Loads what asking needs and takes long to load, so that it delays no check. What cannot be loaded is told by `observe`. */
  prepare?(): Promise<unknown>;
  /** True where every result rests on what is known for certain, so that one confirms an incident or its end unless the service says otherwise. */
  readonly certain?: true;
  /** How a service of this type calls us; absent for those that are asked. */
  calledBy?(options: z.output<z.ZodObject<Shape>>): CallPlan;
  /** What is asked, for people: redacted, e.g. `https://shop.example/health` or `db.internal:5432`. */
  target(options: z.output<z.ZodObject<Shape>>): string;
  /** The host whose rate limit an attempt counts against. */
  host(options: z.output<z.ZodObject<Shape>>): string;
  /** Whether asking twice does no harm, so that a retry needs no permission. */
  idempotent(options: z.output<z.ZodObject<Shape>>): boolean;
  /** Looks once. Resolves with the facts of a complete answer; rejects with a Failure that carries the facts learned until then. */
  observe(options: z.output<z.ZodObject<Shape>>, context: ProbeContext): Promise<Observation>;
}

/** Gives a probe its types; the value comes back unchanged. */
export function defineProbe<const Type extends string, Shape extends z.core.$ZodShape>(
  probe: Probe<Type, Shape>,
): Probe<Type, Shape> {
  return probe;
}

/** How `svcmon test-endpoint` and canaries write a target of this type as a URL. */
export interface Endpoint {
  /** With the colon, e.g. `dns:`. */
  readonly protocols: readonly string[];
  /** The keys of the service that a URL stands for; throws a RangeError that says what a URL without sense lacks. */
  keys(url: URL): Readonly<Record<string, unknown>>;
}

/** A probe joined to the options of one service: what the checker runs. */
export interface BoundProbe {
  readonly type: string;
  readonly target: string;
  readonly host: string;
  readonly idempotent: boolean;
  /** Absent where it is asked, and does not call us. */
  readonly calledBy?: CallPlan;
  /** The same function for all of a type. */
  readonly prepare?: () => Promise<unknown>;
  observe(context: ProbeContext): Promise<Observation>;
}

/** Joins a probe to parsed options. */
export function bindProbe<Type extends string, Shape extends z.core.$ZodShape>(
  probe: Probe<Type, Shape>,
  options: z.output<z.ZodObject<Shape>>,
): BoundProbe {
  return {
    type: probe.type,
    target: probe.target(options),
    host: probe.host(options),
    idempotent: probe.idempotent(options),
    ...(probe.calledBy && { calledBy: probe.calledBy(options) }),
    ...(probe.prepare && { prepare: probe.prepare }),
    observe: (context) => probe.observe(options, context),
  };
}
