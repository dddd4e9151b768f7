import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { createOutput } from '../../src/cli/output.ts';
import { runProgram } from '../../src/cli/program.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What one command line came to. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a configuration, in which commands are run; its store is made by whoever writes to it first. */
export interface StateWorld {
  /** The file of the store. */
  readonly path: string;
  run(...args: readonly string[]): Promise<Ran>;
  /** Replaces the configuration by this text, as somebody who is editing it. */
  edit(text: string): Promise<void>;
  /** Writes to the store as the monitor does. */
  seed(write: (store: Store) => Promise<void>): Promise<void>;
}

const worldServices = [
  { name: 'checkout', url: 'https://shop.example/checkout', group: 'shop', tags: { team: 'payments' }, interval: 60 },
  { name: 'search', url: 'https://shop.example/search', group: 'shop', interval: 60 },
  { name: 'orders-db', type: 'tcp', host: 'db.internal', port: 5432, interval: 60 },
];

/** A world of its own for one test; `more` are further keys of services.yaml. */
export async function stateWorld(more: Readonly<Record<string, unknown>> = {}): Promise<StateWorld> {
  const folder = temporaryFolder();
  const path = join(folder, 'svcmon.db');
  const config = join(folder, 'services.yaml');
  const text = { services: worldServices, storage: { url: `sqlite:${path}` }, ...more };
  await writeFile(config, JSON.stringify(text), { mode: 0o600 });
  const url = `sqlite:${path}`;
  return {
    path,
    run: (...args) => runInFolder([...args, '-c', config]),
    edit: (text) => writeFile(config, text),
    async seed(write) {
      const { store } = await openStore({ url, mode: 'write', clock: systemClock, startTimer: systemTimer });
      try {
        await write(store);
      } finally {
        await store.close();
      }
    },
  };
}

/** Runs a command line in this process, with streams that are no terminals. */
async function runInFolder(args: readonly string[]): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const exitCode = await runProgram(args, {
    output: createOutput(into('stdout'), into('stderr')),
    environment: { USER: 'kim', LANG: 'C.UTF-8' },
    signal: controller.signal,
    readerGone: controller.signal,
    onHangup: () => () => undefined,
  });
  return { exitCode, ...written };
}
