import { useState } from 'preact/hooks';
import type { MaintenanceWindow } from '../api/types.ts';
import { formatDate, formatInstant, type Zone } from '../format.ts';
import { useNow } from '../state/time.ts';
import { ButtonRow } from '../widgets/button-row.tsx';
import { Card } from '../widgets/card.tsx';
import { Moment, useZone } from '../widgets/time.tsx';
import { type Day, type Entry, entriesOn, weeksFrom } from './calendar.ts';
import { matchText } from './match-text.ts';
import { overlapsOf } from './overlap.ts';

const weeksShown = 4;
const weekMs = 604_800_000;

/** The windows of some weeks, day by day: a table, and on a narrow page a list of the days that have any. */
export function MaintenanceCalendar({ windows }: { readonly windows: readonly MaintenanceWindow[] }) {
  const zone = useZone();
  const [turned, setTurned] = useState(0);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const nowAt = useNow((at) => Math.floor(at / 60_000) * 60_000);
  // From the middle of a week, an hour more or less makes no other week of it.
  const [, , , middle] = weeksFrom(nowAt, zone, 1)[0] ?? [];
  const weeks = weeksFrom((middle?.fromAt ?? nowAt) + turned * weeksShown * weekMs, zone, weeksShown);
  const days = weeks.flat();
  const isEmpty = days.every((day) => entriesOn(day, windows).length === 0);
  const window = windows.find(({ id }) => id === chosen);
  const span = spanText(days, zone);
  return (
    <Card title="Calendar" aside={<Turn turned={turned} onTurn={setTurned} />}>
      <table class="calendar">
        <caption>
          <span role="status">{span}</span>
        </caption>
        <WeekdayHead week={weeks[0] ?? []} />
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.fromAt}>
              {week.map((day) => (
                <DayCell
                  key={day.fromAt}
                  day={day}
                  windows={windows}
                  chosen={chosen}
                  onChoose={(id) => setChosen(id === chosen ? undefined : id)}
                  isToday={day.fromAt <= nowAt && nowAt < day.toAt}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isEmpty && <p class="calendar-empty quiet">Nothing is planned in these weeks.</p>}
      <div id="calendar-chosen" aria-live="polite">
        {window !== undefined && <Chosen window={window} windows={windows} />}
      </div>
    </Card>
  );
}

function WeekdayHead({ week }: { readonly week: readonly Day[] }) {
  const zone = useZone();
  return (
    <thead>
      <tr>
        {week.map(({ fromAt }) => (
          <th key={fromAt} scope="col">
            {formatDate(fromAt, zone, { weekday: 'short' })}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Turn({ turned, onTurn }: { readonly turned: number; readonly onTurn: (turned: number) => void }) {
  return (
    <ButtonRow label="Weeks">
      <button type="button" onClick={() => onTurn(turned - 1)}>
        Earlier
      </button>
      <button type="button" aria-pressed={turned === 0} onClick={() => onTurn(0)}>
        Now
      </button>
      <button type="button" onClick={() => onTurn(turned + 1)}>
        Later
      </button>
    </ButtonRow>
  );
}

function DayCell({
  day,
  windows,
  chosen,
  onChoose,
  isToday,
}: {
  readonly day: Day;
  readonly windows: readonly MaintenanceWindow[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly isToday: boolean;
}) {
  const zone = useZone();
  const entries = entriesOn(day, windows);
  const date = formatDate(day.fromAt, zone, { day: 'numeric' });
  return (
    <td class={entries.length === 0 ? 'free' : undefined} aria-current={isToday ? 'date' : undefined}>
      <time dateTime={new Date(day.fromAt).toISOString()}>
        <span class="day-of-week">{formatDate(day.fromAt, zone, { weekday: 'short' })} </span>
        {date}
        <span class={date === '1' ? '' : 'day-of-week'}> {formatDate(day.fromAt, zone, { month: 'short' })}</span>
        {isToday && <span class="today"> today</span>}
      </time>
      {entries.length > 0 && (
        <ul>
          {entries.map((entry) => (
            <li key={entry.window.id}>
              <button
                type="button"
                aria-pressed={entry.window.id === chosen}
                aria-controls="calendar-chosen"
                class={overlapsOf(entry.window, windows).length > 0 ? 'overlapping' : undefined}
                onClick={() => onChoose(entry.window.id)}
              >
                <bdi class="quiet">{timeText(entry, zone)}</bdi> {entry.window.name}
                {overlapsOf(entry.window, windows).length > 0 && <span class="sub">▲ overlaps</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

function Chosen({
  window,
  windows,
}: {
  readonly window: MaintenanceWindow;
  readonly windows: readonly MaintenanceWindow[];
}) {
  const { name, match, starts, ends, origin, by } = window;
  const others = overlapsOf(window, windows);
  return (
    <p>
      <strong>{name}</strong>: {matchText(match)}, from <Moment at={starts} /> to <Moment at={ends} />,{' '}
      {origin === 'config' ? 'from the configuration' : `by ${by}`}.
      {others.length > 0 && (
        <> It overlaps {others.map((other) => `${other.name} (${matchText(other.match)})`).join(', ')}.</>
      )}
    </p>
  );
}

function timeText({ fromAt, toAt, isBegun, goesOn }: Entry, zone: Zone): string {
  if (isBegun && goesOn) return 'all day';
  if (isBegun) return `until ${formatInstant(toAt, zone, 'time')}`;
  const from = formatInstant(fromAt, zone, 'time');
  return goesOn ? `from ${from}` : `${from}–${formatInstant(toAt, zone, 'time')}`;
}

function spanText(days: readonly Day[], zone: Zone): string {
  const text = (day: Day | undefined) => (day === undefined ? '' : formatInstant(day.fromAt, zone, 'day'));
  return `${text(days[0])} to ${text(days.at(-1))}`;
}
