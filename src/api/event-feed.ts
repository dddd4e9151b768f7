import { Readable } from 'node:stream';
import type { StartTimer } from '../resilience/timer.ts';

/** Something that happened, as it is told live. */
export interface LiveEvent {
  readonly event: 'result' | 'health' | 'incident' | 'deployment' | 'delivery' | 'system';
  /** Absent where it concerns no service, or all. */
  readonly service?: string;
  /** What becomes JSON. */
  readonly data: unknown;
}

export interface FeedQuery {
  /** The last event that is known, if any. */
  readonly lastEventId?: number | undefined;
  /** Only events of these services, and those of none. */
  readonly services?: ReadonlySet<string> | undefined;
}

/** What happens, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface EventFeed {
  publish(event: LiveEvent): void;
  /** A stream of events from now on, or from the last known one on; `full` while too many are open. */
  open(query: FeedQuery): Readable | 'full';
  /** Ends every stream; safe to call twice. */
  close(): void;
}

export interface EventFeedParts {
  readonly startTimer: StartTimer;
  /** Epoch ms of the start: ids go on from there, so that none comes twice in the life of a browser's tab. */
  readonly startedAt: number;
}

const mostKept = 1_000;
const mostClients = 64;
const mostBufferedBytes = 524_288;
const beatMs = 15_000;
const idsPerMs = 1_000;

interface Kept {
  readonly id: number;
  readonly service: string | undefined;
  readonly text: string;
}

interface Client {
  readonly stream: Readable;
  readonly services: ReadonlySet<string> | undefined;
}

/** Keeps the last thousand events for those that come back; who reads too slowly is let go, and comes back. */
export function createEventFeed({ startTimer, startedAt }: EventFeedParts): EventFeed {
  const ring: Kept[] = [];
  const clients = new Set<Client>();
  let lastId = startedAt * idsPerMs;
  let isClosed = false;
  let cancelBeat = () => {};
  const beat = () => {
    for (const client of clients) send(client, ':\n\n');
    if (!isClosed) cancelBeat = startTimer(beatMs, beat);
  };
  cancelBeat = startTimer(beatMs, beat);

  const resume = (client: Client, known: number) => {
    const oldest = ring[0]?.id ?? lastId + 1;
    const missed = ring.filter((kept) => kept.id > known && concerns(client, kept));
    const isWhole = known >= oldest - 1 && known <= lastId;
    const texts = isWhole ? missed.map(({ text }) => text) : [eventText(lastId, 'resync', {})];
    for (const text of texts) send(client, text);
  };

  return {
    publish({ event, service, data }) {
      lastId += 1;
      const kept = { id: lastId, service, text: eventText(lastId, event, data) };
      ring.push(kept);
      if (ring.length > mostKept) ring.shift();
      for (const client of clients) if (concerns(client, kept)) send(client, kept.text);
    },

    open({ lastEventId, services }) {
      if (clients.size >= mostClients || isClosed) return 'full';
      const client: Client = { stream: new Readable({ read: () => undefined }), services };
      clients.add(client);
      client.stream.once('close', () => clients.delete(client));
      send(client, `retry: 2000\nid: ${lastId}\n\n`);
      if (lastEventId !== undefined) resume(client, lastEventId);
      return client.stream;
    },

    close() {
      isClosed = true;
      cancelBeat();
      for (const { stream } of clients) stream.push(null);
    },
  };
}

function eventText(id: number, event: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function concerns({ services }: Client, { service }: Kept): boolean {
  return services === undefined || service === undefined || services.has(service);
}

function send({ stream }: Client, text: string): void {
  if (stream.destroyed || stream.readableEnded) return;
  stream.push(text);
  if (stream.readableLength > mostBufferedBytes) stream.destroy();
}
