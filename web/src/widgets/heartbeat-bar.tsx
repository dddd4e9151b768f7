import type { Zone } from '../format.ts';
import type { Slot } from './slots.ts';
import { sentenceOf } from './slots.ts';

const pitch = 4;
const height = 24;

/**
 * Equal stretches of time beside each other. Each state has a height of its own beside its colour, so that trouble stands out
 * for everybody: up is low, degraded higher, down full; unknown is hollow; no data is a line on the ground.
 */
export function HeartbeatBar({
  slots,
  label,
  zone,
  chosen,
  wide = false,
}: {
  readonly slots: readonly Slot[];
  /** What the bar is about: `last 60 min`. */
  readonly label: string;
  readonly zone: Zone;
  /** The stretch that is being looked at. */
  readonly chosen?: number | undefined;
  readonly wide?: boolean;
}) {
  const width = slots.length * pitch;
  return (
    <svg
      class={wide ? 'beats wide' : 'beats'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${sentenceOf(slots, zone)}`}
    >
      {states.map((state) => {
        const outline = outlineOf(slots, state);
        return outline === '' ? null : <path key={state} class={`beat-${state}`} d={outline} />;
      })}
      {chosen !== undefined && (
        <rect class="beat-chosen" x={chosen * pitch - 0.5} y="0" width={pitch} height={height} />
      )}
    </svg>
  );
}

const states: readonly Slot['state'][] = ['up', 'degraded', 'down', 'unknown', 'maintenance', 'paused', 'none'];
const heights: Readonly<Record<Slot['state'], number>> = {
  up: 13,
  degraded: 18,
  down: 24,
  unknown: 13,
  maintenance: 7,
  paused: 7,
  none: 2,
};
// Hollow states are drawn by their edge.
const hollow: ReadonlySet<Slot['state']> = new Set(['unknown', 'paused']);

function outlineOf(slots: readonly Slot[], state: Slot['state']): string {
  const inset = hollow.has(state) ? 0.5 : 0;
  const top = height - heights[state] + inset;
  const bottom = height - inset;
  return slots
    .map((slot, index) => {
      if (slot.state !== state) return '';
      const left = index * pitch + inset;
      const right = index * pitch + pitch - 1 - inset;
      return `M${left} ${bottom}V${top}H${right}V${bottom}z`;
    })
    .join('');
}
