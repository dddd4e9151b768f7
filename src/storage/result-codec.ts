import { type ByteReader, type ByteWriter, createByteReader, createByteWriter } from '../domain/bytes.ts';
import { phaseNames } from '../domain/observation.ts';
import { type Status, statuses } from '../domain/status.ts';
import type { StoredResult } from './store.ts';

/** A stored result apart from whose it is and when it began. */
export type ResultFacts = Omit<StoredResult, 'service' | 'startedAt'>;

/** A stored result apart from whose it is. */
export type TimedFacts = Omit<StoredResult, 'service'>;

// The lowest two bits hold the status, by its place in `statuses`, whose order is therefore part of the format.
const flag = { responseTime: 4, statusCode: 8, phases: 16, reason: 32, attempts: 64, message: 128 } as const;

/** One result as bytes, about 20 for a healthy one over HTTPS. */
export function encodeFacts(facts: ResultFacts): Uint8Array {
  const writer = createByteWriter();
  writeFacts(writer, facts, createTextWriter(writer));
  return writer.finish();
}

/** Reads back what encodeFacts wrote. */
export function decodeFacts(bytes: Uint8Array): ResultFacts {
  const reader = createByteReader(bytes);
  return readFacts(reader, createTextReader(reader));
}

/** What roll-ups count of a result. */
export interface Counted {
  readonly status: Status;
  readonly responseTimeMs?: number | undefined;
}

/** Of what encodeFacts wrote only what roll-ups count, which is where it begins. */
export function decodeCounted(bytes: Uint8Array): Counted {
  const reader = createByteReader(bytes);
  const flags = reader.varint();
  // How long it took as a whole.
  reader.varint();
  return { status: statusAt(flags & 3), responseTimeMs: flags & flag.responseTime ? toMs(reader.varint()) : undefined };
}

const blockFormat = 1;

/** Packs results of one service; texts that repeat are written once. */
export interface BlockEncoder {
  /** When the first and the last result so far began. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** None may begin before the one that was added before. */
  add(result: TimedFacts): void;
  finish(): Uint8Array;
}

/** Begins a block whose first result starts at that instant. */
export function createBlockEncoder(firstAt: number): BlockEncoder {
  const body = createByteWriter();
  const writeText = createTextWriter(body);
  let lastAt = firstAt;
  return {
    firstAt,
    get lastAt() {
      return lastAt;
    },
    add(result) {
      body.varint(result.startedAt - lastAt);
      writeFacts(body, result, writeText);
      lastAt = result.startedAt;
    },
    finish() {
      const block = createByteWriter();
      block.varint(blockFormat);
      block.varint(lastAt - firstAt);
      block.raw(body.finish());
      return block.finish();
    },
  };
}

/** Reads back what a BlockEncoder packed whose last result began at that instant; throws a RangeError for a format it does not know. */
export function decodeBlock(lastAt: number, bytes: Uint8Array): readonly TimedFacts[] {
  const reader = createByteReader(bytes);
  if (reader.varint() !== blockFormat) throw new RangeError('not a block of results of a known format');
  const readText = createTextReader(reader);
  const results: TimedFacts[] = [];
  let startedAt = lastAt - reader.varint();
  while (!reader.atEnd) {
    startedAt += reader.varint();
    results.push({ startedAt, ...readFacts(reader, readText) });
  }
  return results;
}

function writeFacts(writer: ByteWriter, facts: ResultFacts, writeText: (text: string) => void): void {
  const { responseTimeMs, statusCode, phases, reason, attempts, message } = facts;
  writer.varint(
    statuses.indexOf(facts.status) +
      (responseTimeMs === undefined ? 0 : flag.responseTime) +
      (statusCode === undefined ? 0 : flag.statusCode) +
      (phases === undefined ? 0 : flag.phases) +
      (reason === 'ok' ? 0 : flag.reason) +
      (attempts === 1 ? 0 : flag.attempts) +
      (message === undefined ? 0 : flag.message),
  );
  writer.varint(toUnits(facts.durationMs));
  if (responseTimeMs !== undefined) writer.varint(toUnits(responseTimeMs));
  if (statusCode !== undefined) writer.varint(statusCode);
  if (phases !== undefined) writePhases(writer, phases);
  if (reason !== 'ok') writeText(reason);
  if (attempts !== 1) writer.varint(attempts);
  if (message !== undefined) writeText(message);
}

function readFacts(reader: ByteReader, readText: () => string): ResultFacts {
  const flags = reader.varint();
  return {
    status: statusAt(flags & 3),
    durationMs: toMs(reader.varint()),
    ...(flags & flag.responseTime && { responseTimeMs: toMs(reader.varint()) }),
    ...(flags & flag.statusCode && { statusCode: reader.varint() }),
    ...(flags & flag.phases && { phases: readPhases(reader) }),
    reason: flags & flag.reason ? readText() : 'ok',
    attempts: flags & flag.attempts ? reader.varint() : 1,
    ...(flags & flag.message && { message: readText() }),
  };
}

function statusAt(index: number): Status {
  return statuses[index] ?? 'unknown';
}

function writePhases(writer: ByteWriter, phases: NonNullable<ResultFacts['phases']>): void {
  writer.varint(phaseNames.reduce((mask, name, bit) => (phases[name] === undefined ? mask : mask | (1 << bit)), 0));
  for (const name of phaseNames) {
    const ms = phases[name];
    if (ms !== undefined) writer.varint(toUnits(ms));
  }
}

function readPhases(reader: ByteReader): NonNullable<ResultFacts['phases']> {
  const mask = reader.varint();
  return Object.fromEntries(
    phaseNames.flatMap((name, bit) => (mask & (1 << bit) ? [[name, toMs(reader.varint())] as const] : [])),
  );
}

// In hundredths of a millisecond most times fit into two bytes; an event loop measures no finer.
function toUnits(ms: number): number {
  return Math.round(ms * 100);
}

function toMs(units: number): number {
  return units / 100;
}

/** Writes a text the first time it comes, and its number, from 1, when it comes again. */
function createTextWriter(writer: ByteWriter): (text: string) => void {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text);
    writer.varint(number ?? 0);
    if (number !== undefined) return;
    numbers.set(text, numbers.size + 1);
    writer.text(text);
  };
}

function createTextReader(reader: ByteReader): () => string {
  const texts: string[] = [];
  return () => {
    const number = reader.varint();
    if (number > 0) return texts[number - 1] ?? '';
    const text = reader.text();
    texts.push(text);
    return text;
  };
}
