import type { Store } from '../../storage/store.ts';

/** What figures are made of, as the store gives it: for a stretch of time, of all services at once. */
export type SlaSource = Pick<
  Store,
  'tracks' | 'tallies' | 'tallySeries' | 'incidentsBetween' | 'pauses' | 'maintenance'
>;
