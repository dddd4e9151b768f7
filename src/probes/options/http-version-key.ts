import { z } from 'zod';

/** The `http_version` key: `1.1`, `2` or `auto`; the numbers count as their text. */
export function httpVersionKey() {
  return z
    .union([z.literal('1.1'), z.literal('2'), z.literal('auto'), z.literal(1.1), z.literal(2)], {
      error: 'expected 1.1, 2 or auto',
    })
    .transform((version) => (typeof version === 'string' ? version : names[version]))
    .optional();
}

const names = { 1.1: '1.1', 2: '2' } as const;
