import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, ask } from '../api/client.ts';
import { connection, type LiveEvent, onLiveEvent } from './live.ts';
import { session } from './session.ts';

/** What is known of a document of the API. */
export interface Resource<T> {
  readonly data: T | undefined;
  /** Why the last attempt failed; what was read before stays. */
  readonly error: ApiError | undefined;
  readonly isLoading: boolean;
  /** When `data` was read, in epoch ms. */
  readonly readAt: number | undefined;
  reload(): void;
}

export interface ResourceOptions {
  /** Which events make it worth reading again. */
  readonly isConcerned?: (event: LiveEvent) => boolean;
  /** Reads again after so long even where nothing happened. */
  readonly everyMs?: number;
}

// What an event tells comes with others: a verdict with its incident.
const gatherMs = 40;
const leastPauseMs = 1_000;

interface Known<T> {
  readonly path: string | undefined;
  readonly data?: T | undefined;
  readonly error?: ApiError | undefined;
  readonly readAt?: number | undefined;
  readonly isLoading: boolean;
}

/**
 * A document of the API, read again when the monitor tells of something that concerns it: at once where it has been quiet. What
 * follows is gathered, so that it is read at most once a second, and no more than a fifth of the time. Nothing is read without a path.
 */
export function useResource<T>(path: string | undefined, options: ResourceOptions = {}): Resource<T> {
  const [known, setKnown] = useState<Known<T>>({ path, isLoading: path !== undefined });
  const latest = useRef(options);
  latest.current = options;
  const reader = useRef<Reader | undefined>(undefined);

  useEffect(() => {
    if (path === undefined) return;
    setKnown((before) => (before.path === path ? before : { path, isLoading: true }));
    const mine = createReader(async (signal) => {
      setKnown((before) => ({ ...before, isLoading: true }));
      try {
        const data = await ask<T>(path, { signal });
        setKnown({ path, data, readAt: Date.now(), isLoading: false });
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setKnown((before) => ({ ...before, error, isLoading: false }));
      }
    });
    reader.current = mine;
    const stopFollowing = followFor(mine, latest);
    mine.read();
    return () => {
      stopFollowing();
      mine.stop();
    };
  }, [path]);

  const reload = useCallback(() => reader.current?.read(), []);
  const own = known.path === path ? known : { isLoading: path !== undefined };
  return { data: undefined, error: undefined, readAt: undefined, ...own, reload };
}

function followFor(reader: Reader, options: { readonly current: ResourceOptions }): () => void {
  const { everyMs = 60_000 } = options.current;
  const stops = [
    onLiveEvent((event) => {
      if (event.kind === 'resync' || options.current.isConcerned?.(event)) reader.follow();
    }),
    session.subscribe(() => {
      if (!session.get().isRefused) reader.read();
    }),
  ];
  const timer = setInterval(() => {
    if (connection.get().kind !== 'paused' && !document.hidden) reader.read();
  }, everyMs);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}

interface Reader {
  /** Reads now. */
  read(): void;
  /** Reads because something happened: now where nothing did for a while, else when the pause is over. */
  follow(): void;
  stop(): void;
}

/** Reads one at a time, and once more where that was asked for meanwhile. */
function createReader(read: (signal: AbortSignal) => Promise<void>): Reader {
  const end = new AbortController();
  let isReading = false;
  let isAskedAgain = false;
  let due: { readonly at: number; readonly isFollowing: boolean } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A pause comes only after what an event asked for: the first event after any other reading finds none.
  let pauseEndsAt = 0;

  const begin = async () => {
    const isFollowing = due?.isFollowing === true;
    due = undefined;
    isReading = true;
    isAskedAgain = false;
    const beganAt = performance.now();
    await read(end.signal);
    isReading = false;
    const endedAt = performance.now();
    if (isFollowing) pauseEndsAt = Math.max(beganAt + leastPauseMs, endedAt + 4 * (endedAt - beganAt));
    if (isAskedAgain) follow();
  };
  const plan = (at: number, isFollowing: boolean) => {
    if (isReading) isAskedAgain = true;
    if (isReading || end.signal.aborted || (due !== undefined && due.at <= at)) return;
    clearTimeout(timer);
    due = { at, isFollowing };
    timer = setTimeout(() => void begin(), Math.max(0, at - performance.now()));
  };
  const follow = () => plan(Math.max(pauseEndsAt, performance.now() + gatherMs), true);
  return {
    read: () => plan(performance.now(), false),
    follow,
    stop() {
      clearTimeout(timer);
      end.abort();
    },
  };
}
