import { createEventReader } from '../api/event-stream.ts';
import { addressOf } from '../location.ts';
import { session, tellRefused } from './session.ts';
import { createStore } from './store.ts';

/** How the stream of events fares; `since` is when that began, in epoch ms. */
export interface Connection {
  /** `polling` where nothing is followed: single documents are read again from time to time. */
  readonly kind: 'connecting' | 'live' | 'lost' | 'paused' | 'polling';
  readonly since: number;
}

export const connection = createStore<Connection>({ kind: 'connecting', since: Date.now() });

/** What happened in the monitor; `resync` where something may have been missed. */
export interface LiveEvent {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const listeners = new Set<(event: LiveEvent) => void>();

/** Calls back for every event; returns how to stop that. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A comment comes every 15 s: three that did not are silence.
const silenceMs = 45_000;
const firstDelayMs = 500;
const mostDelayMs = 30_000;

let lastId: string | undefined;
let stream: AbortController | undefined;
let delayMs = firstDelayMs;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Follows the events until `pause`; begins anew by itself, ever more slowly, wherever the stream ends. */
export function follow(): void {
  stop();
  change(connection.get().kind === 'lost' ? 'lost' : 'connecting');
  void read();
}

/** Stops following, at the wish of whoever looks. */
export function pause(): void {
  stop();
  change('paused');
}

/** Follows nothing: what everybody may see comes without a stream. */
export function pollOnly(): void {
  change('polling');
}

/** Follows, and begins anew where somebody else signed in or the network came back. */
export function keepFollowing(): void {
  follow();
  session.subscribe(() => {
    if (!session.get().isRefused && connection.get().kind !== 'paused') follow();
  });
  addEventListener('online', () => {
    if (connection.get().kind === 'lost') follow();
  });
}

function stop(): void {
  stream?.abort();
  clearTimeout(retry);
}

async function read(): Promise<void> {
  const mine = new AbortController();
  stream = mine;
  const begunAnew = lastId === undefined && connection.get().kind === 'lost';
  try {
    const response = await fetch(addressOf('api/v1/events'), {
      headers: { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) },
      credentials: 'same-origin',
      signal: mine.signal,
    });
    if (response.status === 401) tellRefused();
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    change('live');
    delayMs = firstDelayMs;
    if (begunAnew) tell({ kind: 'resync', data: {} });
    await readPieces(response.body, mine);
  } catch {
    // Why it ended makes no difference: it is begun anew.
  }
  if (stream !== mine || connection.get().kind === 'paused') return;
  change('lost');
  retry = setTimeout(() => void read(), delayMs * (0.5 + Math.random() / 2));
  delayMs = Math.min(delayMs * 2, mostDelayMs);
}

async function readPieces(body: ReadableStream<Uint8Array>, mine: AbortController): Promise<void> {
  const decoder = new TextDecoder();
  const take = createEventReader(({ id, kind, data }) => {
    if (id !== undefined) lastId = id;
    tell({ kind, data: recordIn(data) });
  });
  const reader = body.getReader();
  let silence: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      silence = setTimeout(() => mine.abort(), silenceMs);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done) return;
      take(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(silence);
  }
}

function recordIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

function change(kind: Connection['kind']): void {
  if (connection.get().kind !== kind) connection.set({ kind, since: Date.now() });
}
