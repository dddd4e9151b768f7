import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 50;

/** Resolves as soon as the condition gives something; throws with its name where that takes longer than `withinMs`. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(lookEveryMs);
  }
}
