// A process of its own for tests; see processes.ts. Says what it has done line by line on standard output.

import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/app/system-clock.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { commitOf, lifelikeResult } from '../support/many-results.ts';
import { alert, channelState, health, incident, noon, outboxItem } from './records.ts';

const [task = '', path = '', argument = '0'] = process.argv.slice(2);

const tasks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  /** Keeps the store open until standard input ends. */
  async hold(store) {
    say('open');
    process.stdin.resume();
    await once(process.stdin, 'end');
    await store.close();
  },

  /** Commits without end, from the given number on, and packs meanwhile as if hours went by. */
  async load(store) {
    say('open');
    for (let number = Number(argument); ; number += 1) {
      await commitNumber(store, number);
      say(`${number}`);
      await store.maintain(noon + number * 60_000);
    }
  },
};

/** Ten results; every third time an incident begins with what it owes. */
async function commitNumber(store: Store, number: number): Promise<void> {
  const at = noon + number * 60_000;
  const results = Array.from({ length: 10 }, (_, service) => lifelikeResult(service, at));
  const healths = results.map(({ service }) => ({ service, health: health({ lastResultAt: at }) }));
  if (number % 3 !== 0) return store.commit(commitOf({ results, health: healths }));
  const [id, dedupKey] = [`i-${number}`, `unhealthy/api/${number}`];
  return store.commit(
    commitOf({
      results,
      health: healths,
      incidents: [incident({ id, startedAt: at })],
      timeline: [{ incidentId: id, at, kind: 'confirmed', text: 'confirmed' }],
      alerts: [alert({ dedupKey, incidentId: id, startedAt: at })],
      channels: [channelState({ dedupKey })],
      outbox: [outboxItem({ id: `o-${number}`, dedupKey, incidentId: id, createdAt: at })],
    }),
  );
}

function say(line: string): void {
  // At once, whatever becomes of this process next.
  writeSync(1, `${line}\n`);
}

const effects = { clock: systemClock, startTimer: systemTimer };
// So often that a process that is killed is nearly always writing its log back.
const { store } = await openStore({ url: `sqlite:${path}`, mode: 'write', checkpointEveryMs: 1, ...effects });
await tasks[task]?.(store);
