import type { DayFigures } from '../../domain/sla-report.ts';
import type { State } from '../../domain/timeline.ts';
import { lengthText } from './length-text.ts';

// A monitor that was restarted makes no day one of which nothing is known.
const leastUnknownShare = 0.01;

/** The worst of a day: down or degraded for any time, unknown for more than 1 % of it, else what it was most. */
export function dayState({ durations, fromAt, toAt }: DayFigures): State {
  if (durations.down > 0) return 'down';
  if (durations.degraded > 0) return 'degraded';
  if (durations.unknown > leastUnknownShare * (toAt - fromAt)) return 'unknown';
  if (durations.up > 0) return 'up';
  if (durations.maintenance > 0) return 'maintenance';
  return durations.paused > 0 ? 'paused' : 'unknown';
}

const told = ['down', 'degraded', 'unknown', 'maintenance', 'paused'] as const satisfies readonly State[];

/** What a day was: `down 20 min, maintenance 2 h`, or `up`. */
export function dayWords({ durations, fromAt, toAt }: DayFigures): string {
  const parts = told.filter((state) => durations[state] > 0);
  if (parts.length === 0) return 'up';
  return parts
    .map((state) =>
      durations[state] === toAt - fromAt ? `${state} all day` : `${state} ${lengthText(durations[state])}`,
    )
    .join(', ');
}
