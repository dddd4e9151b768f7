import type { ServiceRow } from '../api/types.ts';
import { formatDuration, formatMs, formatShare, type Zone } from '../format.ts';
import { servicePath } from '../paths.ts';
import { Link } from '../router.tsx';
import { HeartbeatBar } from '../widgets/heartbeat-bar.tsx';
import { type Slot, slotText } from '../widgets/slots.ts';
import { StateMark, stateOf } from '../widgets/status.tsx';
import { Ago } from '../widgets/time.tsx';
import { memo } from './memo.ts';

/** One service in the list; drawn anew only where something about it changed. */
export const Row = memo(function Row({
  row,
  index,
  line,
  zone,
  chosen,
  isCurrent,
}: {
  readonly row: ServiceRow;
  /** Which line of the table this is, from 1. */
  readonly index: number;
  /** Which line of the list. */
  readonly line: number;
  readonly zone: Zone;
  /** The stretch of the bar that is looked at. */
  readonly chosen: number | undefined;
  /** Whether the keyboard enters the list here. */
  readonly isCurrent: boolean;
}) {
  const slots = slotsOfRow(row);
  const slot = chosen === undefined ? undefined : slots[chosen];
  return (
    <div role="row" class={`row${row.stale ? ' stale' : ''}`} aria-rowindex={index}>
      <span role="cell" class="cell-service">
        <StateMark
          state={stateOf(row)}
          text={row.stale ? 'not checked lately' : wordsOf(row)}
          // How long it has been so is known no more.
          pastText={stateOf(row)}
        />
        <Link to={servicePath(row.name)} class="name" tabIndex={isCurrent ? 0 : -1} data-row={line}>
          {row.name}
        </Link>
        <Remark row={row} />
      </span>
      <span role="cell" class="cell-beats">
        <HeartbeatBar slots={slots} label="last 60 min" zone={zone} chosen={chosen} />
        {slot !== undefined && (
          <span class="slot-text" role="status">
            {slotText(slot, zone)}
          </span>
        )}
      </span>
      <span role="cell" class="number cell-p95">
        <span class="label" aria-hidden="true">
          p95
        </span>
        {formatMs(row.p95_ms)}
        <Now row={row} />
      </span>
      <span role="cell" class="number cell-day">
        <span class="label" aria-hidden="true">
          24 h
        </span>
        {formatShare(row.uptime_24h)}
      </span>
      <span role="cell" class="number cell-month">
        <span class="label" aria-hidden="true">
          30 d
        </span>
        {formatShare(row.uptime_30d)}
      </span>
      <span role="cell" class={`number cell-certificate${isSoon(row.certificate_days) ? ' warn' : ''}`}>
        <span class="label" aria-hidden="true">
          Certificate
        </span>
        {row.certificate_days === null ? <span class="quiet">–</span> : certificateText(row.certificate_days)}
      </span>
      <span role="cell" class="number cell-checked quiet">
        <span class="label" aria-hidden="true">
          Checked
        </span>
        {row.last_checked === null ? 'not yet' : <Ago at={row.last_checked} />}
      </span>
    </div>
  );
});

// Below this nobody feels a difference.
const noticeableMs = 50;

/** The newest answer beside what is usual; marked where nearly all of the last day were faster. */
function Now({ row: { response_time_ms: now, p95_ms: usual } }: { readonly row: ServiceRow }) {
  if (now === null || usual === null) return null;
  const isSlow = now > 1.5 * usual && now - usual > noticeableMs;
  return (
    <span class={isSlow ? 'now warn' : 'now'}>
      {isSlow && <span aria-hidden="true">↑ </span>}now {formatMs(now)}
      {isSlow && <span class="hidden">, slower than usual</span>}
    </span>
  );
}

/** What there is to say about a service beside its figures, with the way to its incident. */
function Remark({ row }: { readonly row: ServiceRow }) {
  const tags = Object.entries(row.tags);
  if (row.incident !== null) {
    return (
      <span class="remark">
        <Link
          to={`/incidents/${encodeURIComponent(row.incident.id)}`}
          aria-label={`Incident of ${row.name}`}
          tabIndex={-1}
        >
          Incident
        </Link>
        {row.incident.acknowledged_by !== null && <span>acknowledged by {row.incident.acknowledged_by}</span>}
        <span class="message">{row.message}</span>
      </span>
    );
  }
  if (row.message !== null) {
    return (
      <span class="remark">
        <span class="message">{row.message}</span>
      </span>
    );
  }
  return (
    <span class="remark">
      {row.flapping && <span>flapping</span>}
      {row.circuit?.state === 'open' && <span>circuit open</span>}
      <span>{row.group === null ? row.type : `${row.group} · ${row.type}`}</span>
      {tags.map(([key, value]) => (
        <span key={key} class="tag">
          {key}:{value}
        </span>
      ))}
    </span>
  );
}

function slotsOfRow({ heartbeat }: ServiceRow): readonly Slot[] {
  return heartbeat.map(({ from, state }) => {
    const fromAt = Date.parse(from);
    return { fromAt, toAt: fromAt + 60_000, state: state ?? 'none' };
  });
}

function wordsOf(row: ServiceRow): string {
  const state = stateOf(row);
  if (state === 'maintenance') return 'maintenance';
  if (state === 'paused' || row.state === '') return state;
  return row.state;
}

function isSoon(days: number | null): boolean {
  return days !== null && days < 21;
}

function certificateText(days: number): string {
  return days < 0 ? `expired ${formatDuration(-days * 86_400_000)} ago` : `${days} d`;
}
