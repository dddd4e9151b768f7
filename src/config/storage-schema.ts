import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';

const dayMs = 86_400_000;

const retention = z.strictObject({
  results: retentionKey(3_600_000).prefault('14d').describe('Every single result.'),
  hourly: retentionKey(dayMs).prefault('400d').describe('Counts and percentiles of every hour.'),
  daily: retentionKey(dayMs).prefault('5y').describe('Counts and percentiles of every day; incidents too.'),
});

/** The `storage:` of a file. */
export const storageKeys = z.strictObject({
  url: z
    .string()
    .superRefine((text, context) => {
      if (/^sqlite:(?:\/\/\/|(?!\/\/))./.test(text) && text !== 'sqlite::memory:') return;
      const message = /^postgres(ql)?:/.test(text)
        ? 'PostgreSQL is not supported by this version; expected "sqlite:" and a path'
        : 'expected "sqlite:" and a path, such as "sqlite:data/svcmon.db"';
      context.addIssue({ code: 'custom', message, input: text });
    })
    .default('sqlite:data/svcmon.db')
    .describe('The file of the history, `sqlite:` and its path, below the working directory unless absolute.'),
  retention: retention.prefault({}).describe('How long history is kept.'),
});

function retentionKey(minMs: number) {
  return durationKey({ minMs, maxMs: 36_500 * dayMs });
}
