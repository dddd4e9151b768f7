import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathOfStoreUrl } from '../../storage/store-url.ts';
import { bad, type Diagnosis, doubtful, type Examination, fine } from './examination.ts';

const gigabyte = 1_000_000_000;
const leastFreeBytes = 0.5 * gigabyte;

/** Whether history and alert files can be written, and for how long. */
export const diskExamination: Examination = {
  name: 'disk',
  async examine({ config }) {
    const folders = [dirname(pathOfStoreUrl(config.storage.url)), resolve(config.alerts.directory)];
    return Promise.all([...new Set(folders)].map(diagnosisOf));
  },
};

async function diagnosisOf(folder: string): Promise<Diagnosis> {
  const existing = firstExisting(folder);
  const probe = join(existing, `.svcmon-doctor-${randomUUID()}`);
  try {
    await writeFile(probe, 'x', { flag: 'wx', mode: 0o600 });
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const text = `${folder} can be written, ${(free / gigabyte).toFixed(1)} GB free`;
    return free < leastFreeBytes ? doubtful(text, 'make room, or shorten storage.retention') : fine(text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return bad(`${folder} cannot be written (${code})`, 'give this user the right to, or name another folder');
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Folders that are missing are made where they are needed, if the one above allows it. */
function firstExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : firstExisting(dirname(folder));
}
