import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../exit-code.ts';
import { csvRecords } from './csv-records.ts';
import { ndjsonRecords } from './ndjson-records.ts';
import type { ProblemList } from './problem-list.ts';
import type { Columns, RawRecord } from './raw-record.ts';
import { type ImportedResult, type ReadingRules, readResult } from './read-result.ts';
import { EndlessRecord } from './text-lines.ts';

/** The formats that results can be imported from. */
export const importFormats = { csv: csvRecords, ndjson: ndjsonRecords } as const;
export type ImportFormat = keyof typeof importFormats;

export interface ResultFileOptions {
  readonly path: string;
  readonly format: ImportFormat;
  readonly columns: Columns;
  readonly rules: ReadingRules;
  /** Called with the share of the file that was read, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** A file of results, which can be read as often as wanted, some lines at a time. */
export interface ResultFile {
  /** Its good results in batches; what is wrong with the others is added to the list. Rejects with a UsageError where the file cannot be read, or was changed since it was opened. */
  read(problems: ProblemList): AsyncGenerator<readonly ImportedResult[]>;
}

/** Opens a file; rejects with a UsageError where there is none. */
export async function openResultFile(options: ResultFileOptions): Promise<ResultFile> {
  const opened = await stateOf(options.path);
  return {
    async *read(problems) {
      const order = new Map<string, number>();
      try {
        for await (const records of importFormats[options.format](pieces(options, opened.size), options.columns)) {
          yield records.flatMap((record) => goodResult(record, { rules: options.rules, problems, order }));
        }
      } catch (thrown) {
        if (!(thrown instanceof EndlessRecord)) throw thrown;
        problems.add(thrown.line, 'it goes on for more than 1 MiB: is a quote never closed?');
      }
      const now = await stateOf(options.path);
      if (now.size !== opened.size || now.mtimeMs !== opened.mtimeMs)
        throw new UsageError(`${options.path} was changed meanwhile`);
    },
  };
}

async function stateOf(path: string) {
  try {
    const state = await stat(path);
    if (state.isFile()) return state;
  } catch (thrown) {
    throw new UsageError(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : 'no such file'}`);
  }
  throw new UsageError(`${path} is no file`);
}

const pieceBytes = 256 * 1_024;

async function* pieces({ path, onProgress }: ResultFileOptions, size: number): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: pieceBytes });
  for await (const piece of stream) {
    yield piece;
    onProgress(size === 0 ? 1 : Math.min(1, stream.bytesRead / size));
  }
}

interface Reading {
  readonly rules: ReadingRules;
  readonly problems: ProblemList;
  /** By service, when its last result was. */
  readonly order: Map<string, number>;
}

function goodResult(record: RawRecord, { rules, problems, order }: Reading): readonly ImportedResult[] {
  const result = 'problem' in record ? record.problem : readResult(record, rules);
  if (typeof result === 'string') {
    problems.add(record.line, result);
    return [];
  }
  const { service, startedAt } = result;
  const lastAt = order.get(service) ?? startedAt;
  if (startedAt < lastAt) {
    problems.add(record.line, 'it is earlier than the one of the same service before it: sort the file by time');
    return [];
  }
  const isKnown = order.has(service) && startedAt === lastAt;
  order.set(service, startedAt);
  return isKnown ? [] : [result];
}
