import { basename, dirname } from 'node:path';
import { matchesPattern } from '../config/include.ts';
import { type Origins, stampOf } from '../config/stamp.ts';
import type { StartTimer } from '../resilience/timer.ts';
import { startChore } from './chore.ts';
import { FolderWatch } from './folder-watch.ts';

export interface ConfigWatchParts {
  readonly origins: Origins;
  /** Told once the files have been left alone for half a second; resolves with where they come from then. */
  changed(): Promise<Origins>;
  readonly startTimer: StartTimer;
  onDefect(error: unknown): void;
}

export interface ConfigWatch {
  /** Takes what is there now as known, e.g. after a reload that was asked for. */
  use(origins: Origins): Promise<void>;
  /** Safe to call twice. */
  stop(): Promise<void>;
}

// Network file systems and some mounts into containers tell of nothing.
const pollMs = 10_000;
// An editor writes in several steps.
const settleMs = 500;

/** Watches the files of a configuration by what the system tells of their folders, and by looking every ten seconds. */
export async function watchConfig(parts: ConfigWatchParts): Promise<ConfigWatch> {
  const { startTimer, onDefect } = parts;
  const known = { origins: parts.origins, stamp: '' };
  let cancel = () => {};
  let looking: Promise<void> = Promise.resolve();
  const folders = new FolderWatch((name) => {
    if (!concerns(known.origins, name)) return;
    cancel();
    cancel = startTimer(settleMs, () => void look().catch(onDefect));
  });

  const use = async (origins: Origins): Promise<void> => {
    known.origins = origins;
    known.stamp = await stampOf(origins);
    folders.use([...origins.files.map((path) => dirname(path)), ...includedFolders(origins)]);
  };
  const lookOnce = async (): Promise<void> => {
    for (let before = await stampOf(known.origins); before !== known.stamp; ) {
      const { origins } = known;
      await use(await parts.changed());
      // What was written while it was being read is read once more.
      const after = await stampOf(origins);
      if (after === before) return;
      before = after;
      known.stamp = '';
    }
  };
  const look = (): Promise<void> => {
    looking = looking.then(lookOnce, lookOnce);
    return looking;
  };
  await use(parts.origins);
  const poll = startChore({ everyMs: () => pollMs, work: look, startTimer, onDefect });
  return {
    use,
    async stop() {
      cancel();
      folders.close();
      await poll.stop();
      await looking.catch(() => undefined);
    },
  };
}

function patternsOf({ include }: Origins): readonly string[] {
  return typeof include === 'string' ? [include] : include;
}

/** The folders in which a pattern with wildcards in its last part looks for files. */
function includedFolders(origins: Origins): readonly string[] {
  return patternsOf(origins).map((pattern) => {
    return pattern.startsWith('/') ? dirname(pattern) : `${dirname(origins.main)}/${dirname(pattern)}`;
  });
}

/** Whether what happened to that name in one of the folders may be a change of the configuration. */
function concerns(origins: Origins, name: string | undefined): boolean {
  // Kubernetes exchanges a mounted ConfigMap by this symbolic link.
  if (name === undefined || name === '..data') return true;
  if (origins.files.some((path) => basename(path) === name)) return true;
  return patternsOf(origins).some((pattern) => matchesPattern(name, basename(pattern)));
}
