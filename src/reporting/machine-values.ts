import { toPlainLine, toPlainText } from '../domain/plain-text.ts';

const lastInstantAt = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

/** Epoch ms as RFC 3339 in UTC with ms; null for what is no instant between 1970 and 9999. */
export function instantOrNull(at: number): string | null {
  return at >= 0 && at <= lastInstantAt ? toInstant(at) : null;
}

/** Epoch ms of our own clock as RFC 3339 in UTC with ms. */
export function toInstant(at: number): string {
  return new Date(at).toISOString();
}

/** Ms rounded to whole µs. */
export function toMs(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

/** The same; null for undefined. */
export function msOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : toMs(ms);
}

/** One plain line; null for undefined. */
export function lineOrNull(text: string | undefined): string | null {
  return text === undefined ? null : toPlainLine(text);
}

/** Plain text with its line feeds; null for undefined. */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : toPlainText(text);
}

/** A copy with plain names and values. */
export function plainRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [toPlainLine(name), toPlainLine(value)]));
}
