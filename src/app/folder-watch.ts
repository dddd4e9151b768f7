import { type FSWatcher, watch } from 'node:fs';

/**
 * Tells of what happens in folders, by the name it happens to, where the system gives one. Folders rather than files: an
 * editor that replaces a file leaves a watcher of the file behind with the old one. Where the system cannot watch, nothing
 * is told.
 */
export class FolderWatch {
  readonly #onEvent: (name: string | undefined) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(onEvent: (name: string | undefined) => void) {
    this.#onEvent = onEvent;
  }

  /** Watches these folders and no others. */
  use(folders: readonly string[]): void {
    const wanted = new Set(folders);
    for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#leave(folder);
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  close(): void {
    this.use([]);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#onEvent(name ?? undefined));
      watcher.on('error', () => this.#leave(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // ENOENT where there is no such folder, ENOSPC where the limit of watches is reached.
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
