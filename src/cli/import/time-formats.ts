/** How instants may be written; each yields epoch ms, and undefined for what is written otherwise. */
export const timeFormats = {
  iso: (text: string) => isoInstant(text, 'zoned'),
  iso_utc: (text: string) => isoInstant(text, 'utc'),
  epoch_s: (text: string) => epoch(text, 1_000),
  epoch_ms: (text: string) => epoch(text, 1),
} as const;
export type TimeFormat = keyof typeof timeFormats;

/** What each is, for people. */
export const timeFormatNames: Readonly<Record<TimeFormat, string>> = {
  iso: 'ISO 8601 with its zone, such as 2026-11-21T19:36:00Z or 2026-11-21 20:36:00.25+01:00',
  iso_utc: 'the same without a zone, in UTC',
  epoch_s: 'seconds since 1970',
  epoch_ms: 'milliseconds since 1970',
};

const isoPattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|[+-]\d\d:?\d\d)?$/i;

function isoInstant(text: string, kind: 'zoned' | 'utc'): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match;
  if ((zone === undefined) !== (kind === 'utc')) return undefined;
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const at = Date.UTC(...parts, Math.floor(Number(`0.${fraction || '0'}`) * 1_000));
  const date = new Date(at);
  const isReal = date.getUTCMonth() === parts[1] && date.getUTCDate() === parts[2] && date.getUTCHours() === parts[3];
  return isReal && Number(minute) < 60 && Number(second) < 60 ? at - offsetMs(zone) : undefined;
}

/** Of `+01:00` and the like. */
function offsetMs(zone = 'Z'): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

function epoch(text: string, unitMs: number): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * unitMs) : undefined;
}
