import { z } from 'zod';

/** A value that prints as `***` wherever it is written; `reveal()` is called only where it is used. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(***)';
  }
}

/** A secret key of the configuration: text in, Secret out, marked as such in the schema. */
export function secretKey(check: (value: string) => string | undefined = () => undefined) {
  return z
    .string()
    .min(1, { error: 'must not be empty' })
    .meta({ 'x-svcmon-secret': true })
    .transform((value, context) => {
      const problem = check(value);
      if (problem === undefined) return new Secret(value);
      context.addIssue({ code: 'custom', message: problem, input: '***' });
      return z.NEVER;
    });
}

/** Every secret found anywhere inside a parsed configuration. */
export function secretsIn(value: unknown): readonly string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(secretsIn);
}
