import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that can be filled. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves not one block free. */
  fill(): void;
  /** Takes back what filled it. */
  clear(): void;
  makeReadOnly(): void;
  /** Safe to call twice. */
  unmount(): void;
}

/** Whether this process may mount file systems: as root, and not in every container. */
export const canMount = mayMount();

/** Mounts an empty file system in memory. */
export function mountSmallDisk({ kilobytes }: { readonly kilobytes: number }): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'svcmon-disk-'));
  try {
    mount(['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'tmpfs', path]);
  } catch (thrown) {
    rmSync(path, { recursive: true });
    throw thrown;
  }
  const filler = join(path, 'filler');
  let mounted = true;
  return {
    path,
    fill: () => fill(filler),
    clear: () => rmSync(filler, { force: true }),
    makeReadOnly: () => mount(['-o', 'remount,ro', path]),
    unmount() {
      if (mounted) execFileSync('umount', ['-l', path], { stdio: 'ignore' });
      mounted = false;
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk({ kilobytes: 64 }).unmount();
    return true;
  } catch {
    return false;
  }
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}

function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const block of [Buffer.alloc(65_536), Buffer.alloc(4_096), Buffer.alloc(1)]) writeUntilFull(file, block);
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown;
  }
}
