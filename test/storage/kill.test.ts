import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import type { Store } from '../../src/storage/store.ts';
import { randomFrom } from '../support/many-results.ts';
import { storeProcesses } from './processes.ts';
import { noon } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const start = storeProcesses();
const kills = 25;

test('a store that is killed at any instant loses nothing it has confirmed, and tells of nothing by halves', async () => {
  const path = join(await testFolder(), 'svcmon.db');
  const random = randomFrom(3);
  let confirmed = -1;
  for (let kill = 0; kill < kills; kill += 1) {
    const process = start('load', path, confirmed + 1);
    let left = 1 + Math.floor(random() * 60);
    for await (const line of process.lines) {
      if (line !== 'open') confirmed = Number(line);
      left -= 1;
      // Some instants into the next commit or the next step of packing.
      if (left === 0) setTimeout(() => void process.kill(), Math.random() * 8);
    }
    await process.kill();

    const { store, notices } = await openAt(path);
    expect(notices).toEqual([]);
    await expectWhole(store, confirmed);
    await store.close();
    expect(integrityOf(path)).toBe('ok');
  }
  expect(confirmed).toBeGreaterThan(kills);
}, 120_000);

/** Everything up to the last confirmed commit is there once; beyond it at most the one that was under way. */
async function expectWhole(store: Store, confirmed: number): Promise<void> {
  const results = await store.results({ limit: 1_000_000, order: 'oldest' });
  const commits = results.length / 10;
  expect([confirmed + 1, confirmed + 2]).toContain(commits);
  expect(new Set(results.map(({ service, startedAt }) => `${service} ${startedAt}`)).size).toBe(results.length);
  expect(results.at(-1)?.startedAt).toBe(commits === 0 ? undefined : noon + (commits - 1) * 60_000);

  const hours = await store.rollups({ period: 'hour', fromAt: 0, toAt: Number.MAX_SAFE_INTEGER });
  const counted = hours.map(({ counts }) => counts.healthy + counts.degraded + counts.unhealthy + counts.unknown);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(results.length);

  const owed = Array.from({ length: Math.ceil(commits / 3) }, (_, index) => index * 3);
  const incidents = await store.incidents({ limit: 1_000_000 });
  const pending = await store.pendingOutbox();
  expect(incidents.map(({ id }) => id).sort()).toEqual(owed.map((number) => `i-${number}`).sort());
  expect(pending.map(({ id }) => id).sort()).toEqual(owed.map((number) => `o-${number}`).sort());
}

function integrityOf(path: string): unknown {
  const handle = new DatabaseSync(path);
  try {
    return Object.values(handle.prepare('pragma integrity_check').get())[0];
  } finally {
    handle.close();
  }
}
