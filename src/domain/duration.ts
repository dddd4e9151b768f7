import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const;
type Unit = keyof typeof unitMs;

/** Longest accepted duration, ms: Node fires timers beyond 2^31 - 1 ms at once instead of late, so schedules stay below 24 days. */
const longestTimerMs = 24 * unitMs.d;

/** Reads `500ms`, `10s`, `5m`, `1h30m`, `1d`, `5y` (of 365 days) or a bare number of seconds; returns ms, or undefined for anything else. */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) ? Math.round(text * 1_000) : undefined;
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1_000);
  if (!/^(\d+(\.\d+)?(ms|[smhdwy]))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)) {
    total += Number(amount) * unitMs[unit as Unit];
  }
  return Math.round(total);
}

/** Writes ms as people read it: `0.04 ms`, `0.4 ms`, `41 ms`, `1.9 s`, `12 s`, `4 min`, `2 h 5 min`, `63 d`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 0.095) return `${ms === 0 ? '0' : ms.toFixed(2)} ms`;
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 119_500) return `${Math.round(ms / 1_000)} s`;
  const minutes = Math.round(ms / unitMs.m);
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(ms / unitMs.d)} d`;
}

/** Writes ms in the configuration language: the largest unit that divides it, e.g. `90s`, `10m`, `500ms`. */
export function durationToConfig(ms: number): string {
  for (const unit of ['y', 'd', 'h', 'm', 's'] as const) {
    if (ms > 0 && ms % unitMs[unit] === 0) return `${ms / unitMs[unit]}${unit}`;
  }
  return `${ms}ms`;
}

const expected = 'expected a duration such as "500ms", "10s", "5m" or a number of seconds';

/** A duration key of the configuration: text or seconds in, whole ms out. */
export function durationKey({
  minMs = 1,
  maxMs = longestTimerMs,
}: {
  readonly minMs?: number;
  readonly maxMs?: number;
} = {}) {
  return z
    .union([z.string(), z.number()], { error: expected })
    .meta({ 'x-svcmon-kind': 'duration' })
    .transform((value, context) => {
      const ms = parseDuration(value);
      if (ms === undefined) {
        context.addIssue({ code: 'custom', message: `${expected}, got ${JSON.stringify(value)}`, input: value });
        return z.NEVER;
      }
      if (ms < minMs || ms > maxMs) {
        const range = `between ${durationToConfig(minMs)} and ${durationToConfig(maxMs)}`;
        context.addIssue({
          code: 'custom',
          message: `expected a duration ${range}, got ${JSON.stringify(value)}`,
          input: value,
        });
        return z.NEVER;
      }
      return ms;
    });
}
