import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { Pattern } from '../options/pattern-key.ts';
import type { Turn } from '../options/script-keys.ts';
import { type Awaited, Hearing } from './hearing.ts';
import { say } from './say.ts';

/** What is said and waited for, in order. */
export type Script = readonly Turn[];

const maxBytes = 65_536;

/**
 * Takes the turns of a script one after the other, and resolves with all that the server said; undefined where nothing is expected.
 * Rejects with a Failure: `unexpected_answer` when the server ends the connection or says more than 64 KiB without a match,
 * `connection_reset` when it breaks off.
 */
export async function follow(
  script: Script,
  socket: Socket,
  { attempt, clock }: { readonly attempt: Attempt; readonly clock: Clock },
): Promise<string | undefined> {
  if (script.every(({ expect }) => expect === undefined)) {
    for (const turn of script) await speak(turn, socket, attempt);
    return undefined;
  }
  const factsOf = (text: string) => (text === '' ? {} : { answer: text });
  const hearing = new Hearing(socket, { attempt, clock, encoding: 'utf8', maxBytes, factsOf });
  try {
    for (const [index, turn] of script.entries()) {
      await speak(turn, socket, attempt);
      const where = script.length > 1 ? ` in turn ${index + 1} of ${script.length}` : '';
      if (turn.expect !== undefined) await hearing.until(matching(turn.expect, where));
    }
    return hearing.text;
  } finally {
    hearing.close();
  }
}

async function speak({ send, send_hex }: Turn, socket: Socket, attempt: Attempt): Promise<void> {
  const words = send ?? send_hex;
  if (words !== undefined) await say(socket, words, attempt);
}

function matching({ source, regex }: Pattern, where: string): Awaited<undefined> {
  return {
    what: `an answer${where} that matches ${source}`,
    find(text, from) {
      const end = regex.endOfMatchIn(text, from);
      return end === undefined ? undefined : { value: undefined, end };
    },
  };
}
