/** From the first instant up to, but without, the last; epoch ms. */
export interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** A civil day of a zone. */
export interface BruteDay extends Span {
  readonly date: string;
}

/** The days of civil dates from the first up to, but without, the last: `2025-01-01` to `2026-01-01` is a year. */
export function civilDays(timezone: string, first: string, last: string): readonly BruteDay[] {
  const days: BruteDay[] = [];
  for (let date = first; date < last; date = dayAfter(date)) {
    days.push({ date, fromAt: midnight(timezone, date), toAt: midnight(timezone, dayAfter(date)) });
  }
  return days;
}

/** The stretch from the midnight that begins one date to the midnight that begins another. */
export function civilSpan(timezone: string, first: string, last: string): Span {
  return { fromAt: midnight(timezone, first), toAt: midnight(timezone, last) };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Asks Intl what a clock on the wall shows, and corrects until it shows midnight. */
function midnight(timezone: string, date: string): number {
  const wantedAt = Date.parse(`${date}T00:00:00Z`);
  let at = wantedAt;
  for (let tries = 0; tries < 3; tries += 1) at += wantedAt - wallClock(timezone, at);
  if (wallClock(timezone, at) !== wantedAt) throw new Error(`${date} has no midnight in ${timezone}`);
  return at;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall shows, read as if it were UTC. */
function wallClock(timezone: string, at: number): number {
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  clocks.set(timezone, clock);
  const shown = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
