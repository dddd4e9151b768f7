import type { ResultResource } from '../resources/result.ts';
import type { ServiceDetailResource, ServiceResource } from '../resources/service.ts';

/** The services, how they stand, and changing them. All that reads the store rejects with StoreUnavailable where it cannot. */
export interface ServiceDesk {
  /** All that are configured, worst first. */
  list(): readonly ListedService[];
  /** With how it is configured, and a tag that changes with that; undefined where there is none. */
  find(name: string): { readonly service: ServiceDetailResource; readonly etag: string } | undefined;
  /** What the overview shows, as JSON of `overviewSchema`. */
  overview(): Promise<string>;
  /** Adds it to the configuration. */
  create(entry: Entry): Promise<Edited>;
  /** Sets what is given, and takes out what is null. */
  change(name: string, changes: Entry, ifMatch: string | undefined): Promise<Edited>;
  remove(name: string, ifMatch: string | undefined): Promise<Edited>;
  /** Takes it off the schedule. */
  pause(name: string, by: string): Promise<Switched>;
  resume(name: string, by: string): Promise<Switched>;
  /** Looks now; waits 30 s at most. */
  check(name: string, signal: AbortSignal): Promise<Checked>;
  /** Looks once at a service that is not in the configuration, or not like that; nothing is kept. */
  probe(entry: Entry, signal: AbortSignal): Promise<Probed>;
}

/** What services are chosen and ordered by. Of a thousand a page of a hundred is shown. */
export interface ListedService extends Pick<ServiceResource, 'name' | 'group' | 'target' | 'tags' | 'status'> {
  /** Epoch ms; undefined where nobody has looked yet. */
  readonly lastCheckedAt: number | undefined;
  /** Of the last look, where it was answered. */
  readonly responseTimeMs: number | undefined;
  /** Everything that is said of it. */
  resource(): ServiceResource;
}

/** An entry of `services:`, or some keys of one. */
export type Entry = Readonly<Record<string, unknown>>;

/** A mistake in a request, and which part of it. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** What became of changing the configuration. */
export type Edited =
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  /** It is not what the request was meant for. */
  | { readonly kind: 'stale'; readonly etag: string }
  /** It cannot be done as things stand. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'invalid'; readonly mistakes: readonly Mistake[] };

export type Switched = 'done' | 'not_found' | 'already';

/** What became of looking now. */
export type Checked =
  | { readonly kind: 'checked'; readonly result: ResultResource }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'paused' }
  /** It goes on. */
  | { readonly kind: 'late' };

/** What became of looking once. */
export type Probed =
  | { readonly kind: 'probed'; readonly result: ResultResource }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'invalid'; readonly mistakes: readonly Mistake[] };
