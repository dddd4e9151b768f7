import { z } from 'zod';
import type { HttpObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

const problem = z.looseObject({ title: z.string().optional(), detail: z.string().optional() });

/** What an answer of `application/problem+json` (RFC 9457) says is wrong, on one line; undefined for any other. */
export function problemOf({ contentType = '', statusCode, body }: HttpObservation): string | undefined {
  if (statusCode < 400 || !/^application\/problem\+json\b/i.test(contentType)) return undefined;
  try {
    const { title, detail } = problem.parse(JSON.parse(body));
    const text = [title, detail].filter((part) => part !== undefined && part.trim() !== '').join(': ');
    return text === '' ? undefined : truncate(toPlainLine(text), 200);
  } catch {
    return undefined;
  }
}
