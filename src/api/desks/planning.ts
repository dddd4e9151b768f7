import type { ServiceMatch } from '../../domain/silence.ts';
import type { SilenceResource, WindowResource } from '../resources/silence.ts';
import type { Mistake } from './services.ts';

/** Silences and maintenance. Rejects with StoreUnavailable. */
export interface PlanningDesk {
  /** Those that have not ended, by their beginning. */
  silences(): Promise<readonly SilenceResource[]>;
  silence(asked: PlannedSpan & { readonly comment: string }): Promise<Planned<SilenceResource>>;
  endSilence(id: string): Promise<'done' | 'not_found'>;
  /** What is open or to come, by its beginning; of what recurs the next. */
  windows(): Promise<readonly WindowResource[]>;
  announce(asked: PlannedSpan & { readonly name: string }): Promise<Planned<WindowResource>>;
  /** Cancels what is to come, and ends what is open. */
  cancel(id: string): Promise<'done' | 'not_found' | 'configured'>;
}

/** Which services, and from when to when; epoch ms. */
export interface PlannedSpan {
  readonly match: ServiceMatch;
  /** Now without it. */
  readonly startsAt?: number;
  readonly endsAt: number;
  readonly by: string;
}

/** What became of planning it. */
export type Planned<Item> =
  | { readonly kind: 'planned'; readonly item: Item }
  | { readonly kind: 'invalid'; readonly mistakes: readonly Mistake[] };
