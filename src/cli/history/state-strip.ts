import type { State } from '../../domain/timeline.ts';
import { statesWorstFirst } from '../../domain/worst-state.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import type { Marks } from './marks.ts';

type Look = Pick<RenderOptions, 'color' | 'unicode'>;

const unicodeSigns: Readonly<Record<State, string>> = {
  up: '▇',
  degraded: '▲',
  down: '✕',
  unknown: '·',
  maintenance: '⚒',
  paused: '⏸',
};
const asciiSigns: Readonly<Record<State, string>> = {
  up: '=',
  degraded: '!',
  down: 'x',
  unknown: '?',
  maintenance: 'm',
  paused: 'p',
};

/** The sign of each state, one column wide. */
export function stateSigns({ unicode }: Pick<Look, 'unicode'>): Readonly<Record<State, string>> {
  return unicode ? unicodeSigns : asciiSigns;
}

/** How each state is painted. */
export function statePaints(look: Look): Readonly<Record<State, (text: string) => string>> {
  const { status, quiet, accent } = styleOf(look);
  return {
    up: status.healthy,
    degraded: status.degraded,
    down: status.unhealthy,
    unknown: quiet,
    maintenance: accent,
    paused: quiet,
  };
}

/** A strip of states, one column each. */
export function stripOf(states: readonly State[], look: Look): Marks {
  const signs = stateSigns(look);
  const paints = statePaints(look);
  return states.map((state) => ({ sign: signs[state], paint: paints[state] }));
}

/** `✕ down  · unknown`: what the signs mean of those states that appear, without `up`; empty where it was nothing else. */
export function stripLegend(states: Iterable<State>, look: Look): string {
  const seen = new Set(states);
  const signs = stateSigns(look);
  const paints = statePaints(look);
  return statesWorstFirst
    .filter((state) => state !== 'up' && seen.has(state))
    .map((state) => paints[state](`${signs[state]} ${state}`))
    .join('  ');
}
