import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';

/** Sets a database aside, with its log, under a name that says when; never deletes anything. Resolves with that name. */
export async function quarantine(path: string, at: number): Promise<string> {
  const target = freeName(`${path}.corrupt-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`);
  // The log first: without its database it is never applied to a new one.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(`${path}${suffix}`)) await rename(`${path}${suffix}`, `${target}${suffix}`);
  }
  return basename(target);
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number += 1) name = `${wanted}_${number}`;
  return name;
}
