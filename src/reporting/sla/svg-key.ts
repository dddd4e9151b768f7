import type { SlaReport } from '../../domain/sla-report.ts';
import type { State } from '../../domain/timeline.ts';
import { type Markup, markup } from '../markup.ts';
import { chartDates } from './svg-dates.ts';
import { stripLabels } from './svg-strip.ts';

/** What drawings share: the pattern for time of which nothing is known, and the dates of charts and strips. Must stand once in a document, before it is used. */
export function definitions({ services, period }: SlaReport): Markup {
  const days = services[0]?.days ?? [];
  return markup`<svg class="definitions" aria-hidden="true" width="0" height="0"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M0 0v6"/></pattern>${chartDates(days, period)}${stripLabels(days)}</defs></svg>`;
}

const meanings: Readonly<Record<State, string>> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
  maintenance: 'maintenance (an outline also on other days)',
  paused: 'paused',
};

/** What the cells of calendar strips mean. */
export const stripKey: Markup = markup`<p class="key">Each cell is a day, with the worst that it was: ${Object.entries(
  meanings,
).map(([state, meaning]) => {
  return markup`<span><svg class="strip" width="18" height="18" aria-hidden="true"><rect class="${state}"/></svg> ${meaning}</span> `;
})}</p>`;
