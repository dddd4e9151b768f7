import type { z } from 'zod';

/** The parts of a request that a scheme may add to. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
}

/** How a request proves who it is; one per kind of `auth`. */
export interface Scheme<Type extends string = string, Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly type: Type;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** The keys of `auth`, its `type` among them. */
  readonly options: z.ZodObject<Shape, z.core.$strict>;
  /** What to add to a request. */
  credentials(options: z.output<z.ZodObject<Shape>>): Credentials;
  /** Texts derived from secrets that could come back in an answer and must be masked, e.g. the base64 of user:password. */
  derivedSecrets(options: z.output<z.ZodObject<Shape>>): readonly string[];
}

/** Gives a scheme its types; the value comes back unchanged. */
export function defineScheme<const Type extends string, Shape extends z.core.$ZodShape>(
  scheme: Scheme<Type, Shape>,
): Scheme<Type, Shape> {
  return scheme;
}
