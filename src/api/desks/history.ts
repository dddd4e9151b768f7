import type { Status } from '../../domain/status.ts';
import type { SeriesResource, UptimeResource } from '../resources/history.ts';
import type { ResultResource } from '../resources/result.ts';

/** What was found of services over time. Rejects with StoreUnavailable; undefined where there is no such service. */
export interface HistoryDesk {
  results(service: string, query: ResultsQuery): Promise<ResultsPart | undefined>;
  series(service: string, query: SeriesQuery): Promise<SeriesResource | undefined>;
  uptime(service: string, windows: readonly AskedWindow[]): Promise<UptimeResource | undefined>;
}

/** From an instant up to, but without, another; epoch ms. */
export interface AskedRange {
  readonly fromAt: number;
  readonly toAt: number;
}

export interface ResultsQuery extends Partial<AskedRange> {
  readonly status?: Status;
  readonly limit: number;
  /** Of those that fit, how many of the newest to leave out. */
  readonly offset: number;
  /** Only those that started before this instant, epoch ms; all the same counted. */
  readonly beforeAt?: number;
}

/** Results, newest first. */
export interface ResultsPart {
  readonly items: readonly ResultResource[];
  /** How many fit in all. */
  readonly total: number;
  /** The start of the last one that was looked at, epoch ms; absent where that was the oldest. */
  readonly lastAt?: number;
}

export interface SeriesQuery extends Partial<AskedRange> {
  /** About a 200th of the range without it. */
  readonly stepMs?: number;
}

/** A stretch up to now, or between two instants. */
export type AskedWindow =
  | { readonly label: string; readonly lastMs: number }
  | (AskedRange & { readonly label: string });
