import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { type OpenedStore, type OpenStoreOptions, openStore } from '../../src/storage/open.ts';

/** An empty folder that goes away with the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-storage-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the store of a file with the clocks of this machine; closed with the test unless it was before. */
export async function openAt(path: string, options: Partial<Omit<OpenStoreOptions, 'url'>> = {}): Promise<OpenedStore> {
  const opened = await openStore({
    url: `sqlite:${path}`,
    mode: 'write',
    clock: systemClock,
    startTimer: systemTimer,
    ...options,
  });
  onTestFinished(() => opened.store.close());
  return opened;
}
