import type { Clock } from '../domain/clock.ts';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomDigits = 12;
const counterDigits = 4;
const mostCounted = 32 ** counterDigits;

/**
 * Makes ids in the form of ULIDs (https://github.com/ulid/spec): 26 characters that sort by the time they were made, those
 * of one process also in the order they were made, whatever the wall clock does.
 */
export function createMakeId({
  clock,
  random,
}: {
  readonly clock: Clock;
  readonly random: () => number;
}): () => string {
  let lastAt = 0;
  let counter = 0;
  return () => {
    const nowAt = Math.floor(clock.now());
    counter = nowAt > lastAt ? 0 : counter + 1;
    lastAt = Math.max(lastAt, nowAt);
    if (counter === mostCounted) {
      counter = 0;
      lastAt += 1;
    }
    const tail = Array.from({ length: randomDigits }, () => digits.charAt(Math.floor(random() * 32))).join('');
    return `${inDigits(lastAt, 10)}${inDigits(counter, counterDigits)}${tail}`;
  };
}

function inDigits(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = digits.charAt(rest % 32) + text;
  return text;
}
