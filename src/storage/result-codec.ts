import { ByteReader, type ByteWriter, createByteWriter } from '../domain/bytes.ts';
import { phaseNames } from '../domain/observation.ts';
import { type Status, statuses } from '../domain/status.ts';
import type { StoredResult } from './store.ts';
import { createTextReader, createTextWriter } from './text-codec.ts';

/** A stored result apart from whose it is and when it began. */
export type ResultFacts = Omit<StoredResult, 'service' | 'startedAt'>;

/** A stored result apart from whose it is. */
export type TimedFacts = Omit<StoredResult, 'service'>;

// The lowest two bits hold the status, by its place in `statuses`, whose order is therefore part of the format.
const flag = {
  responseTime: 4,
  statusCode: 8,
  phases: 16,
  reason: 32,
  attempts: 64,
  message: 128,
  interval: 256,
} as const;

/** The interval that a result is taken to have where none was stored with it, as in files of version 2, ms. */
const assumedIntervalMs = 60_000;

/** One result as bytes, about 22 for a healthy one over HTTPS. */
export function encodeFacts(facts: ResultFacts): Uint8Array {
  const writer = createByteWriter();
  writeFacts(writer, facts, { writeText: createTextWriter(writer) });
  return writer.finish();
}

/** Reads back what encodeFacts wrote. */
export function decodeFacts(bytes: Uint8Array): ResultFacts {
  const reader = new ByteReader(bytes);
  return readFacts(reader, { readText: createTextReader(reader), intervalMs: assumedIntervalMs });
}

/** What roll-ups count of a result. */
export interface Counted {
  readonly status: Status;
  readonly reason: string;
  readonly responseTimeMs?: number | undefined;
}

/** Of what encodeFacts wrote only what roll-ups count, which of a result that is ok is where it begins. */
export function decodeCounted(bytes: Uint8Array): Counted {
  const reader = new ByteReader(bytes);
  const flags = reader.varint();
  if (flags & flag.reason) return decodeFacts(bytes);
  if (flags & flag.interval) reader.varint();
  // How long it took as a whole.
  reader.varint();
  const responseTimeMs = flags & flag.responseTime ? toMs(reader.varint()) : undefined;
  return { status: statusAt(flags & 3), reason: 'ok', responseTimeMs };
}

// Blocks of the first format say nothing of intervals.
const formats = { withoutInterval: 1, withInterval: 2 } as const;

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
  let intervalMs: number | undefined;
  return {
    firstAt,
    get lastAt() {
      return lastAt;
    },
    add(result) {
      intervalMs ??= result.intervalMs;
      body.varint(result.startedAt - lastAt);
      writeFacts(body, result, { writeText, intervalMs });
      lastAt = result.startedAt;
    },
    finish() {
      const block = createByteWriter();
      block.varint(formats.withInterval);
      block.varint(lastAt - firstAt);
      writeInterval(block, intervalMs ?? assumedIntervalMs);
      block.raw(body.finish());
      return block.finish();
    },
  };
}

/**
 * Reads back what a BlockEncoder packed whose last result began at that instant; throws a RangeError for a format it does
 * not know. `intervalMs`: of results that were packed without one.
 */
export function decodeBlock(
  lastAt: number,
  bytes: Uint8Array,
  intervalMs: number = assumedIntervalMs,
): readonly TimedFacts[] {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== formats.withInterval && format !== formats.withoutInterval) {
    throw new RangeError('not a block of results of a known format');
  }
  const readText = createTextReader(reader);
  const results: TimedFacts[] = [];
  let startedAt = lastAt - reader.varint();
  const around = { readText, intervalMs: format === formats.withInterval ? readInterval(reader) : intervalMs };
  while (!reader.atEnd) {
    startedAt += reader.varint();
    results.push({ startedAt, ...readFacts(reader, around) });
  }
  return results;
}

/** What is written around a result: texts that were there before, and the interval that goes without saying. */
interface WrittenAround {
  readonly writeText: (text: string) => void;
  readonly intervalMs?: number;
}

function writeFacts(writer: ByteWriter, facts: ResultFacts, { writeText, intervalMs }: WrittenAround): void {
  const { responseTimeMs, statusCode, phases, reason, attempts, message } = facts;
  writer.varint(
    statuses.indexOf(facts.status) +
      (responseTimeMs === undefined ? 0 : flag.responseTime) +
      (statusCode === undefined ? 0 : flag.statusCode) +
      (phases === undefined ? 0 : flag.phases) +
      (reason === 'ok' ? 0 : flag.reason) +
      (attempts === 1 ? 0 : flag.attempts) +
      (message === undefined ? 0 : flag.message) +
      (facts.intervalMs === intervalMs ? 0 : flag.interval),
  );
  if (facts.intervalMs !== intervalMs) writeInterval(writer, facts.intervalMs);
  writer.varint(toUnits(facts.durationMs));
  if (responseTimeMs !== undefined) writer.varint(toUnits(responseTimeMs));
  if (statusCode !== undefined) writer.varint(statusCode);
  if (phases !== undefined) writePhases(writer, phases);
  if (reason !== 'ok') writeText(reason);
  if (attempts !== 1) writer.varint(attempts);
  if (message !== undefined) writeText(message);
}

interface ReadAround {
  readonly readText: () => string;
  readonly intervalMs: number;
}

function readFacts(reader: ByteReader, { readText, intervalMs }: ReadAround): ResultFacts {
  const flags = reader.varint();
  return {
    status: statusAt(flags & 3),
    intervalMs: flags & flag.interval ? readInterval(reader) : intervalMs,
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
  const phases: Partial<Record<(typeof phaseNames)[number], number>> = {};
  for (let bit = 0; bit < phaseNames.length; bit += 1) {
    const name = phaseNames[bit];
    if (name !== undefined && mask & (1 << bit)) phases[name] = toMs(reader.varint());
  }
  return phases;
}

/** Most are whole seconds, which fit into one or two bytes; the lowest bit tells. */
function writeInterval(writer: ByteWriter, intervalMs: number): void {
  writer.varint(intervalMs % 1_000 === 0 ? (intervalMs / 1_000) * 2 : intervalMs * 2 + 1);
}

function readInterval(reader: ByteReader): number {
  const number = reader.varint();
  return number % 2 === 0 ? (number / 2) * 1_000 : (number - 1) / 2;
}

// In hundredths of a millisecond most times fit into two bytes; an event loop measures no finer.
function toUnits(ms: number): number {
  return Math.round(ms * 100);
}

function toMs(units: number): number {
  return units / 100;
}
