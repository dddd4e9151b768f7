import { Failure } from '../../domain/failure.ts';
import type { Detail } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

/** What a Redis server answers to one command. */
export type RedisReply =
  | { readonly kind: 'value'; readonly value: Detail }
  /** With its code in front: `WRONGPASS invalid username-password pair`. */
  | { readonly kind: 'error'; readonly text: string };

type Found<T> = { readonly value: T; readonly end: number };

// Replies to commands are nested three or four deep at most.
const maxDepth = 16;

/** A command as it is sent: a list of strings (https://redis.io/docs/latest/develop/reference/protocol-spec). */
export function redisCommand(words: readonly string[]): string {
  const strings = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${strings.join('')}`;
}

/** The reply at that place of a text of bytes, in RESP2; undefined while it is not there as a whole, a Failure where it is none. */
export function replyIn(text: string, from: number): Found<RedisReply> | Failure | undefined {
  const found = valueIn(text, from, 0);
  if (found === undefined || found instanceof Failure) return found;
  const isError = text[from] === '-';
  return {
    value: isError ? { kind: 'error', text: String(found.value) } : { kind: 'value', value: found.value },
    end: found.end,
  };
}

function valueIn(text: string, from: number, depth: number): Found<Detail> | Failure | undefined {
  if (from >= text.length) return undefined;
  const mark = text.charAt(from);
  if (!marks.includes(mark)) return notRedis(text, from);
  const end = text.indexOf('\r\n', from);
  if (end < 0) return undefined;
  const line = text.slice(from + 1, end);
  if (mark === '+' || mark === '-') return { value: decoded(line), end: end + 2 };
  if (!/^-?\d{1,19}$/.test(line)) return notRedis(text, from);
  if (mark === ':') return { value: Number.isSafeInteger(Number(line)) ? Number(line) : line, end: end + 2 };
  const count = Number(line);
  if (count < 0) return { value: null, end: end + 2 };
  return mark === '$' ? stringIn(text, end + 2, count) : listIn(text, end + 2, { count, depth });
}

const marks = '+-:$*';

function stringIn(text: string, from: number, length: number): Found<Detail> | Failure | undefined {
  const end = from + length;
  if (text.length < end + 2) return undefined;
  return text.startsWith('\r\n', end) ? { value: decoded(text.slice(from, end)), end: end + 2 } : notRedis(text, end);
}

function listIn(
  text: string,
  from: number,
  { count, depth }: { readonly count: number; readonly depth: number },
): Found<Detail> | Failure | undefined {
  if (depth === maxDepth) return new Failure('bad_response', `the reply is nested more than ${maxDepth} deep`);
  const items: Detail[] = [];
  let end = from;
  while (items.length < count) {
    const item = valueIn(text, end, depth + 1);
    if (item === undefined || item instanceof Failure) return item;
    items.push(item.value);
    end = item.end;
  }
  return { value: items, end };
}

function decoded(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function notRedis(text: string, from: number): Failure {
  const begins = truncate(toPlainLine(decoded(text.slice(from, from + 200))), 60);
  return new Failure('protocol_error', `the answer is not of the Redis protocol: it goes ${JSON.stringify(begins)}`);
}
