/** Words for the instants of a report: `2026-10-25 02:30:00 +01:00` on the calendar of its zone. */
export function instantWording(timezone: string): (at: number) => string {
  const offsetAt = offsetsOf(timezone);
  return (at) => {
    const { text, ms } = offsetAt(at);
    const local = new Date(at + ms).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 19)} ${text}`;
  };
}

// Clocks are set on quarters of an hour of UTC; asking for an offset takes many times as long as all the rest.
const quarterMs = 900_000;

interface Offset {
  readonly ms: number;
  /** `+01:00` */
  readonly text: string;
}

function offsetsOf(timeZone: string): (at: number) => Offset {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, Offset>();
  return (at) => {
    const quarter = Math.floor(at / quarterMs);
    const offset = known.get(quarter) ?? offsetFrom(format.formatToParts(quarter * quarterMs));
    known.set(quarter, offset);
    return offset;
  };
}

/** From `GMT+01:00`, or `GMT` where there is none. */
function offsetFrom(parts: readonly Intl.DateTimeFormatPart[]): Offset {
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const text = name.replace('GMT', '') || '+00:00';
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return { text, ms: text.startsWith('-') ? -ms : ms };
}
