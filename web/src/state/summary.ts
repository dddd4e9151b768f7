import type { Overview, Status } from '../api/types.ts';
import { announce } from './announce.ts';
import { createStore } from './store.ts';
import { tellRead } from './trust.ts';

/** What the tab shows of all services, whatever page is open. */
export interface Summary {
  readonly health: Status;
  readonly unhealthy: number;
  readonly sentence: string;
}

export const summary = createStore<Summary | undefined>(undefined);

/** Told after every reading of the overview. */
export function tellOverview({ health, counts, sentence }: Pick<Overview, 'health' | 'counts' | 'sentence'>): void {
  const before = summary.get();
  summary.set({ health, unhealthy: counts.unhealthy, sentence });
  tellRead(Date.now());
  if (before !== undefined && (before.health !== health || before.unhealthy !== counts.unhealthy)) announce(sentence);
}
