import { z } from 'zod';
import type { Answer, Received } from '../receiver.ts';

/** How one service answers a request: by its own rules, with its own documented codes. */
export type Rules = (request: Received) => Answer;

/** A JSON answer. */
export function jsonAnswer(status: number, document: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: JSON.stringify(document), headers: { 'content-type': 'application/json', ...headers } };
}

/** What is wrong with the JSON of a request; empty where nothing is. */
export function jsonProblems({ headers, body }: Received, schema: z.ZodType): readonly string[] {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return ['the content type is not JSON'];
  try {
    return problemsOf(schema, JSON.parse(body));
  } catch {
    return ['the body is not JSON'];
  }
}

/** What is wrong with the fields of a posted form; empty where nothing is. */
export function formProblems({ headers, body }: Received, schema: z.ZodType): readonly string[] {
  if (!/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '')) return ['this is no form'];
  return problemsOf(schema, Object.fromEntries(new URLSearchParams(body)));
}

/** A text of at least one and at most so many characters, in the sense of Unicode, and none of them half of one. */
export function characters(max: number) {
  return z.string().refine((text) => text !== '' && [...text].length <= max && !/\p{Surrogate}/u.test(text), {
    error: `expected 1 to ${max} characters`,
  });
}

/** A text of at most so many bytes. */
export function bytes(max: number) {
  return characters(max).refine((text) => Buffer.byteLength(text) <= max, { error: `expected at most ${max} bytes` });
}

/** The text a person would read of text in which every character that some markup knows is escaped or stands for itself. */
export function withoutTags(html: string, allowed: RegExp): string {
  const text = html.replaceAll(allowed, '');
  if (/[<>]/.test(text)) throw new Error(`an unexpected tag in ${JSON.stringify(html.slice(0, 200))}`);
  if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error('an ampersand that is not escaped');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function problemsOf(schema: z.ZodType, document: unknown): readonly string[] {
  const { error } = schema.safeParse(document);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}
