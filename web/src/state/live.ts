import { createEventReader } from '../api/event-stream.ts';
import { addressOf } from '../location.ts';
import { session, tellRefused } from './session.ts';
import { createStore } from './store.ts';

/** How the stream of events fares; `since` is when that began, in epoch ms. */
export interface Connection {
  /** `polling` where nothing is followed: single documents are read again from time to time. */
  readonly kind: 'connecting' | 'live' | 'lost' | 'paused' | 'polling';
  readonly since: number;
  /** Whether svcmon answers nothing at all, or is not ready: it is being restarted, or out of reach. */
  readonly isAway: boolean;
  /** When it is tried again, in epoch ms; undefined while that is done, and where there is no need. */
  readonly retryAt: number | undefined;
}

export const connection = createStore<Connection>(begun('connecting'));

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
// Somebody waits for a restart to be over.
const mostDelayAwayMs = 5_000;

let lastId: string | undefined;
let stream: AbortController | undefined;
let delayMs = firstDelayMs;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Follows the events until `pause`; begins anew by itself, ever more slowly, wherever the stream ends. */
export function follow(): void {
  stop();
  delayMs = firstDelayMs;
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
  const { kind, isAway } = connection.get();
  const mayHaveMissed = kind === 'lost' && (lastId === undefined || isAway);
  connection.set({ ...connection.get(), retryAt: undefined });
  let status = 0;
  try {
    const response = await fetch(addressOf('api/v1/events'), {
      headers: { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) },
      credentials: 'same-origin',
      signal: mine.signal,
    });
    status = response.status;
    if (status === 401) tellRefused();
    if (!response.ok || response.body === null) throw new Error(`HTTP ${status}`);
    change('live');
    delayMs = firstDelayMs;
    if (mayHaveMissed) tell({ kind: 'resync', data: {} });
    await readPieces(response.body, mine);
  } catch {
    // Why it ended makes no difference: it is begun anew.
  }
  const isNowAway = status !== 200 && (await isOutOfReach(status));
  if (stream !== mine || connection.get().kind === 'paused') return;
  change('lost');
  const waitMs = delayMs * (0.5 + Math.random() / 2);
  connection.set({ ...connection.get(), isAway: isNowAway, retryAt: Date.now() + waitMs });
  retry = setTimeout(() => void read(), waitMs);
  delayMs = Math.min(delayMs * 2, isNowAway ? mostDelayAwayMs : mostDelayMs);
}

/** Whether svcmon itself is away, and not just its stream: too many may follow it, or this browser may not. Status 0 is no answer. */
async function isOutOfReach(status: number): Promise<boolean> {
  if (status === 0) return true;
  if (status < 500) return false;
  try {
    return !(await fetch(addressOf('api/v1/ready'), { credentials: 'same-origin' })).ok;
  } catch {
    return true;
  }
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
  if (connection.get().kind !== kind) connection.set(begun(kind));
}

function begun(kind: Connection['kind']): Connection {
  return { kind, since: Date.now(), isAway: false, retryAt: undefined };
}
