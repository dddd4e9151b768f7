import { formatDuration, formatInstant, type Zone } from '../format.ts';
import { clock } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { useNow } from '../state/time.ts';

/** The zone that instants are shown in. */
export const useZone = (): Zone => useStore(clock);

/** How long ago an instant is, with the instant itself at hand. */
export function Ago({ at, suffix = ' ago' }: { readonly at: string | number; readonly suffix?: string }) {
  const zone = useZone();
  const date = new Date(at);
  const text = useNow((present) => {
    const ms = present - date.getTime();
    return Math.abs(ms) < 2_000 ? 'now' : `${formatDuration(ms)}${suffix}`;
  });
  return (
    <time dateTime={iso(date)} title={formatInstant(date.getTime(), zone)}>
      {text}
    </time>
  );
}

/** How long it is until an instant. */
export function Until({ at }: { readonly at: string | number }) {
  const zone = useZone();
  const date = new Date(at);
  const text = useNow((present) => {
    const ms = date.getTime() - present;
    return ms <= 1_000 ? 'now' : `in ${formatDuration(ms)}`;
  });
  return (
    <time dateTime={iso(date)} title={formatInstant(date.getTime(), zone)}>
      {text}
    </time>
  );
}

/** An instant on the calendar. */
export function Moment({
  at,
  detail = 'minute',
}: {
  readonly at: string | null;
  readonly detail?: 'second' | 'minute' | 'day' | 'time';
}) {
  const zone = useZone();
  if (at === null) return <>–</>;
  return (
    <time dateTime={at} title={formatInstant(at, zone)}>
      {formatInstant(at, zone, detail)}
    </time>
  );
}

function iso(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
