import { oneLine } from './message.ts';

const maxPoints = 160;
// A shorter run of characters may be in both by chance.
const tellingRun = 8;

/**
 * What an answer says: the text at the first of the paths that leads to one, or a bare error word such as
 * `invalid_payload`. Nothing where that would repeat a part of a secret.
 */
export function saidIn(
  body: string,
  { paths, secrets }: { readonly paths: readonly string[]; readonly secrets: readonly string[] },
): string | undefined {
  const document = parsed(body);
  const found = paths.map((path) => valueAt(document, path)).find((value) => wordsOf(value) !== undefined);
  const words = wordsOf(found) ?? errorWord(body);
  if (words === undefined || words === '') return undefined;
  return secrets.some((secret) => repeats(words, secret)) ? undefined : oneLine(words, maxPoints);
}

/** The number that a path into the JSON of an answer leads to; undefined without a path or a number of at least 0. */
export function numberAt(body: string, path: string | undefined): number | undefined {
  const value = path === undefined ? undefined : valueAt(parsed(body), path);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? Reflect.get(value, step)
      : undefined;
  }, document);
}

function wordsOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : undefined;
}

/** Anything longer or freer in a body without structure is most likely a page for people. */
function errorWord(body: string): string | undefined {
  const word = body.trim();
  return /^[a-z]+(?:_[a-z]+)*$/.test(word) && word.length <= 60 ? word : undefined;
}

/** Whether the words hold the secret or a telling part of it, or are nothing but a part of it. */
function repeats(words: string, secret: string): boolean {
  if (secret.includes(words) || words.includes(secret)) return true;
  return secret.split(/[/?&=:@]/).some((part) => (isWord(part) ? words.includes(part) : sharesRun(words, part)));
}

/** The `workflows` of an address, unlike a key, may have its parts in common with what is said about it. */
function isWord(part: string): boolean {
  return /^[a-z]+$/.test(part) && part.length >= tellingRun;
}

function sharesRun(words: string, part: string): boolean {
  for (let start = 0; start + tellingRun <= part.length; start += 1) {
    if (words.includes(part.slice(start, start + tellingRun))) return true;
  }
  return false;
}
