import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { systemClock } from '../../src/app/system-clock.ts';
import type { OutboxItem } from '../../src/domain/alert.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store, StoredResult } from '../../src/storage/store.ts';
import type { Told } from './moody-receiver.ts';

/** Everything a store says when nobody writes to it. */
export interface Account {
  /** Oldest first. */
  readonly results: readonly StoredResult[];
  readonly incidents: readonly Incident[];
  readonly outbox: readonly OutboxItem[];
  /** The keys of alerts of which something was held back, with the reasons. */
  readonly heldBack: ReadonlyMap<string, readonly string[]>;
}

const everything = 10_000_000;

/** Reads a whole store, whether or not a monitor is running on it. */
export function readAccount(path: string): Promise<Account> {
  return reading(path, async (store) => {
    const heldBack = new Map<string, string[]>();
    for (const { dedupKey, reason } of await store.notSent({ limit: everything })) {
      heldBack.set(dedupKey, [...(heldBack.get(dedupKey) ?? []), reason]);
    }
    return {
      results: await store.results({ limit: everything, order: 'oldest' }),
      incidents: await store.incidents({ limit: everything }),
      outbox: await store.outboxHistory({ limit: everything }),
      heldBack,
    };
  });
}

/** Opens a store for reading. */
async function reading<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
  const { store } = await openStore({
    url: `sqlite:${path}`,
    mode: 'read',
    clock: systemClock,
    startTimer: systemTimer,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * What SQLite finds wrong with a file, and the services with more than one open incident. Looks at a copy: who opens a
 * file that was left by a kill writes its log back, and the next monitor is to find it as it was left.
 */
export async function troublesIn(path: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-copy-'));
  try {
    for (const suffix of ['', '-wal']) {
      if (existsSync(`${path}${suffix}`)) await copyFile(`${path}${suffix}`, join(folder, `copy.db${suffix}`));
    }
    return look(join(folder, 'copy.db'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function look(path: string): readonly string[] {
  const handle = new DatabaseSync(path);
  try {
    const [{ integrity_check: integrity } = {}] = handle.prepare('pragma integrity_check').all();
    const twice = handle
      .prepare('select service from incident where closed_at is null group by service having count(*) > 1')
      .all();
    return [
      ...(integrity === 'ok' ? [] : [String(integrity)]),
      ...twice.map(({ service }) => `${String(service)} has two open incidents`),
    ];
  } finally {
    handle.close();
  }
}

/** What was heard about each alert, in order, without what says the same as the message before. */
export function storiesOf(told: readonly Told[]): ReadonlyMap<string, string> {
  const stories = new Map<string, Told['status'][]>();
  for (const { dedupKey, status } of told) {
    const story = stories.get(dedupKey) ?? [];
    if (story.at(-1) !== status) stories.set(dedupKey, [...story, status]);
  }
  return new Map([...stories].map(([key, story]) => [key, story.join(' ')]));
}

/** The services that fire by one rule, as far as who was told this knows. */
export function believedFiring(told: readonly Told[], alertname: string): readonly string[] {
  const last = new Map(told.map((one) => [one.dedupKey, one]));
  const firing = [...last.values()].filter((one) => one.status === 'firing' && one.alertname === alertname);
  return firing.map(({ service }) => service).toSorted();
}
