import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PeerCommand } from './process.ts';

const nobody = 65_534;

const isRoot = process.getuid?.() === 0;

/** The same command as a user without rights, for programs that refuse to run as root. */
export function unprivileged({ command, args, ...rest }: PeerCommand): PeerCommand {
  if (!isRoot) return { command, args, ...rest };
  const dropped = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', command, ...args];
  return { command: 'setpriv', args: dropped, ...rest };
}

/** How a system calls a user and the group they belong to. */
export interface UserNames {
  readonly user: string;
  readonly group: string;
}

/** The user that `unprivileged` runs as. */
export async function unprivilegedNames(): Promise<UserNames> {
  const nameOf = async (of: string) => {
    const { stdout } = await promisify(execFile)('id', [of, ...(isRoot ? [`${nobody}`] : [])]);
    return stdout.trim();
  };
  return { user: await nameOf('-un'), group: await nameOf('-gn') };
}

/** Gives a file or folder to the user that `unprivileged` runs as. */
export async function handOver(path: string): Promise<void> {
  if (isRoot) await chown(path, nobody, nobody);
}

/** A fresh folder of that user; `stop` deletes it, when nobody works in it any more. */
export async function unprivilegedFolder(): Promise<{ readonly folder: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-peer-'));
  await handOver(folder);
  return { folder, stop: () => rm(folder, { recursive: true, force: true }) };
}
