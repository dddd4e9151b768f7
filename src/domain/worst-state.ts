import type { State, Timeline } from './timeline.ts';

/** What a stretch is called that was several things: what people look for first. */
export const statesWorstFirst: readonly State[] = ['down', 'degraded', 'unknown', 'maintenance', 'paused', 'up'];

/** The worst that a service was; `unknown` where nothing is said. */
export function worstState(timeline: Timeline): State {
  return statesWorstFirst.find((state) => timeline.some((segment) => segment.state === state)) ?? 'unknown';
}
