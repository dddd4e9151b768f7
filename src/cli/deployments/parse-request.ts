import type { z } from 'zod';
import { UsageError } from '../exit-code.ts';

/** Holds what was typed to the schema of the API; throws a UsageError that names every option with a mistake. */
export function parseRequest<T>(schema: z.ZodType<T>, typed: Readonly<Record<string, unknown>>): T {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  throw new UsageError(error.issues.map(({ path, message }) => `${optionOf(path)}: ${message}`).join('; '));
}

function optionOf([key]: readonly PropertyKey[]): string {
  if (key === 'service') return 'the service';
  return key === 'bake_time_ms' ? '--bake, in ms' : `--${String(key)}`;
}
