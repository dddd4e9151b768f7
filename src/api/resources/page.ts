import { z } from 'zod';

/** The query keys of every list: how many, and from where on. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('How many at most.'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('How many of the first to leave out; not beside a cursor.'),
  cursor: z
    .string()
    .max(200)
    .regex(/^[\w-]+$/, { error: 'expected a cursor as an answer gave it' })
    .optional()
    .describe('`next_cursor` of the answer before.'),
};

/** A list of such items, as every list is answered. */
export function pageOf<Item extends z.ZodType>(id: string, item: Item) {
  return z
    .strictObject({
      items: z.array(item),
      total: z.int().nonnegative().describe('how many there are in all'),
      limit: z.int().positive(),
      offset: z.int().nonnegative(),
      next_cursor: z.string().nullable().describe('for the next ones; null at the end'),
    })
    .meta({ id, description: 'A part of a list.' });
}
