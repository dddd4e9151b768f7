import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerCommand } from './process.ts';

const nobody = 65_534;

const isRoot = process.getuid?.() === 0;

/** The same command as a user without rights, for programs that refuse to run as root. */
export function unprivileged({ command, args, ...rest }: PeerCommand): PeerCommand {
  if (!isRoot) return { command, args, ...rest };
  const dropped = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', command, ...args];
  return { command: 'setpriv', args: dropped, ...rest };
}

/** Gives a file or folder to the user that `unprivileged` runs as. */
export async function handOver(path: string): Promise<void> {
  if (isRoot) await chown(path, nobody, nobody);
}

/** A fresh folder of that user; `remove` deletes it. */
export async function unprivilegedFolder(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-peer-'));
  await handOver(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
