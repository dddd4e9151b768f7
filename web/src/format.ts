/** `4 min`, `2 h 5 min`, `3 d 4 h`: two units at most. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const seconds = Math.abs(ms) / 1_000;
  if (seconds < 1) return `${sign}${Math.round(Math.abs(ms))} ms`;
  if (seconds < 60) return `${sign}${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return sign + joined([hours, 'h'], [minutes % 60, 'min']);
  return sign + joined([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

/** `42 ms`, `1.24 s`; a dash where there is none. */
export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms);
}

/** A share in percent, rounded down: 100 % only where nothing is missing. */
export function formatShare(share: number | null | undefined, digits = 2): string {
  if (share === null || share === undefined) return 'n/a';
  if (share >= 1) return '100 %';
  const factor = 10 ** digits;
  // What a binary fraction lost is not rounded away: 0.9995 is 99.95 %.
  return `${(Math.floor(share * 100 * factor + 1e-9) / factor).toFixed(digits)} %`;
}

/** `1,204`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `3.4 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export type Zone = 'local' | 'utc';
type Detail = 'second' | 'minute' | 'day' | 'time';

const details: Readonly<Record<Detail, Intl.DateTimeFormatOptions>> = {
  second: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
  minute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
};
const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant (epoch ms or ISO 8601) for people. */
export function formatInstant(at: number | string, zone: Zone, detail: Detail = 'second'): string {
  const key = `${zone} ${detail}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...details[detail], ...(zone === 'utc' && { timeZone: 'UTC' }) });
    formats.set(key, format);
  }
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '–' : format.format(date);
}

/** A part of the date of an instant, such as its day of the week. */
export function formatDate(at: number, zone: Zone, parts: Intl.DateTimeFormatOptions): string {
  return new Date(at).toLocaleDateString('en-GB', { ...parts, ...(zone === 'utc' && { timeZone: 'UTC' }) });
}

/** What a target said, no longer than can be read. */
export function capped(text: string, most = 2_000): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${formatCount(text.length - most)} characters more)`;
}

function joined(...parts: readonly (readonly [number, string])[]): string {
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : `${count} ${unit}`)).join(' ');
}
