import { readFile } from 'node:fs/promises';
import { type Diagnosis, doubtful, type Examination, fine } from './examination.ts';

// Of a check: its connection, a look-up beside it, and one more on the way of a redirect.
const filesPerCheck = 3;
// Store, logs, watchers, channels.
const filesBeside = 64;

/** Whether as many connections as there are workers can be open at once. */
export const openFilesExamination: Examination = {
  name: 'open files',
  async examine({ config }) {
    const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
    const limit = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return [
      limit === undefined
        ? fine('this system does not tell its limit')
        : diagnosisOf(Number(limit), config.monitoring.maxWorkers),
    ];
  },
};

function diagnosisOf(limit: number, maxWorkers: number): Diagnosis {
  const needed = maxWorkers * filesPerCheck + filesBeside;
  if (limit >= needed) return fine(`${limit} allowed, at most about ${needed} needed for ${maxWorkers} workers`);
  return doubtful(
    `${limit} allowed, and ${maxWorkers} workers may need ${needed}`,
    'raise it (ulimit -n, LimitNOFILE=) or lower max_workers',
  );
}
