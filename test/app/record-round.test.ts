import { describe, expect, test } from 'vitest';
import { recordRound } from '../../src/app/record-round.ts';
import { sleep } from '../../src/resilience/timer.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { checkResult } from '../support/check-result.ts';
import { answering, scriptedCheck } from '../support/checks.ts';
import { configOf, configured } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { createMemoryStore, emptyContents } from '../support/memory-store.ts';

/** Records one healthy result, in a store whose upkeep is this. */
async function record(maintain: (clock: ReturnType<typeof createFakeClock>) => Promise<{ readonly more: boolean }>) {
  const clock = createFakeClock();
  const contents = emptyContents();
  const asked: string[] = [];
  const result = checkResult({ service: 'checkout', startedAt: clock.now() });
  const recorded = recordRound(
    { startedAt: clock.now(), durationMs: 1, results: [result] },
    {
      config: configOf([configured(scriptedCheck(answering(200), { service: { name: 'checkout' } }).check)]),
      store: {
        ...createMemoryStore(contents),
        maintain: () => {
          asked.push(contents.results.size === 0 ? 'before the results' : 'after the results');
          return maintain(clock);
        },
        close: async () => void asked.push('closed'),
      },
      effects: { clock, startTimer: clock.startTimer, random: () => 0.5, http: loopbackHttp },
      signal: new AbortController().signal,
    },
  );
  await clock.settle(recorded);
  return asked;
}

describe('a recorded round leaves the store in order', () => {
  test('until nothing is left to do', async () => {
    let left = 3;
    const asked = await record(async () => {
      left -= 1;
      return { more: left > 0 };
    });
    expect(asked).toEqual(['after the results', 'after the results', 'after the results', 'closed']);
  });

  test('for half a second at most: the rest is for the next round', async () => {
    const asked = await record(async ({ startTimer }) => {
      await sleep(200, { startTimer, signal: new AbortController().signal });
      return { more: true };
    });
    expect(asked).toHaveLength(4);
  });

  test('and is recorded all the same where the store cannot be kept in order', async () => {
    const asked = await record(() => Promise.reject(new StoreUnavailable('disk full')));
    expect(asked).toEqual(['after the results', 'closed']);
  });
});
