import { toPlainLine, toPlainText } from '../domain/plain-text.ts';

const lastInstantAt = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

/** Epoch ms as RFC 3339 in UTC with ms; null for what is no instant between 1970 and 9999. */
export function instantOrNull(at: number): string | null {
  return at >= 0 && at <= lastInstantAt ? toInstant(at) : null;
}

/** Epoch ms of our own clock as RFC 3339 in UTC with ms. */
export function toInstant(at: number): string {
  if (!(at >= 0 && at <= lastInstantAt)) return new Date(at).toISOString();
  const whole = Math.trunc(at);
  const day = Math.floor(whole / dayMs);
  // Instants come in lists, most of one day: that day is written once, which takes half of the time.
  if (day !== lastDay.day) lastDay = { day, text: new Date(day * dayMs).toISOString().slice(0, dateLength) };
  const ms = whole - day * dayMs;
  const [hour, minute] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const second = Math.floor(ms / 1_000) % 60;
  return `${lastDay.text}${digits[hour]}:${digits[minute]}:${digits[second]}.${String(1_000 + (ms % 1_000)).slice(1)}Z`;
}

const dayMs = 86_400_000;
const dateLength = '1970-01-01T'.length;
const digits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let lastDay = { day: Number.NaN, text: '' };

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
