import { existsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { openHandle } from './sqlite-dialect.ts';
import { troubleOf } from './sqlite-error.ts';

/** Marks a file as svcmon's (https://www.sqlite.org/pragma.html#pragma_application_id): `svcm`. */
export const applicationId = 0x7376636d;

/** What a file is, at first sight. */
export type FileState =
  | { readonly state: 'missing' | 'foreign' }
  | { readonly state: 'damaged'; readonly problem: string }
  | { readonly state: 'usable'; readonly version: number };

// Reading all of a large file would delay every start; there, damage is looked for once it has shown.
const alwaysCheckedBytes = 16 * 1024 * 1024;

// The smallest page that SQLite knows.
const smallestBytes = 512;

/** How closely to look: at all of it where that is quick or damage has shown before, or only at its first page. */
export type Inspection = 'thorough' | 'brief';

/** Looks at a database file. Throws where it cannot be read for other reasons than damage. */
export function inspectFile(path: string, inspection: Inspection): FileState {
  if (!existsSync(path)) return { state: 'missing' };
  const { size } = statSync(path);
  if (size < smallestBytes) return { state: 'damaged', problem: size === 0 ? 'it is empty' : 'it was cut off' };
  try {
    const all = inspection === 'thorough' && (size <= alwaysCheckedBytes || existsSync(suspicionOf(path)));
    return look(path, { all, readOnly: inspection === 'brief' });
  } catch (thrown) {
    if (troubleOf(thrown) !== 'corrupt') throw thrown;
    return { state: 'damaged', problem: 'it is not a whole SQLite database' };
  }
}

function look(path: string, { all, readOnly }: { readonly all: boolean; readonly readOnly: boolean }): FileState {
  const handle = openHandle(path, { readOnly });
  const pragma = (sql: string) => Object.values(handle.prepare(`pragma ${sql}`).get() ?? {})[0];
  try {
    if (pragma('application_id') !== applicationId) return { state: 'foreign' };
    const problem = all ? pragma('quick_check(1)') : 'ok';
    return problem === 'ok'
      ? { state: 'usable', version: Number(pragma('user_version')) }
      : { state: 'damaged', problem: String(problem).replace(/\s+/g, ' ') };
  } finally {
    handle.close();
  }
}

/** Notes that damage has shown, so that the whole file is checked when it is opened next. Never rejects. */
export async function suspect(path: string): Promise<void> {
  await writeFile(suspicionOf(path), '', { mode: 0o600 }).catch(() => undefined);
}

/** Forgets that, once the file was checked. */
export async function clearSuspicion(path: string): Promise<void> {
  await rm(suspicionOf(path), { force: true });
}

function suspicionOf(path: string): string {
  return `${path}.suspect`;
}
