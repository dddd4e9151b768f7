import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a receiver makes of a message: `drop` takes it and lets the connection go without an answer. */
export const moods = ['ok', 'slow', 'fail', 'limit', 'hang', 'drop'] as const;
export type Mood = (typeof moods)[number];

/** One alert of one message that the receiver took, in the order they came. */
export interface Told {
  readonly dedupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly service: string;
  readonly alertname: string;
  /** Whether the sender was told that it arrived. */
  readonly confirmed: boolean;
}

/** A webhook receiver that outlives every monitor. */
export interface MoodyReceiver {
  readonly url: string;
  /** What it took. */
  readonly told: readonly Told[];
  /** How many messages came, by its mood. */
  readonly asked: Readonly<Record<Mood, number>>;
  mood: Mood;
  stop(): Promise<void>;
}

/** The form of a message, as far as it matters here. */
interface Payload {
  readonly alerts: readonly {
    readonly status: Told['status'];
    readonly labels: { readonly service: string; readonly alertname: string };
    readonly annotations: { readonly dedup_key: string };
  }[];
}

/** Starts a receiver of Alertmanager's webhooks on a free port of 127.0.0.1. */
export async function startMoodyReceiver(): Promise<MoodyReceiver> {
  const told: Told[] = [];
  const asked: Record<Mood, number> = { ok: 0, slow: 0, fail: 0, limit: 0, hang: 0, drop: 0 };
  const take = (body: string, confirmed: boolean) => {
    const { alerts } = JSON.parse(body) as Payload;
    for (const { status, labels, annotations } of alerts) {
      const { service, alertname } = labels;
      told.push({ dedupKey: annotations.dedup_key, status, service, alertname, confirmed });
    }
  };
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        asked[receiver.mood] += 1;
        answers[receiver.mood](response, (confirmed) => take(body, confirmed));
      },
      // Killed in the middle of its request: nothing arrived.
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  const receiver: MoodyReceiver = {
    url: `http://127.0.0.1:${address.port}/`,
    told,
    asked,
    mood: 'ok',
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
  return receiver;
}

type Take = (confirmed: boolean) => void;

const answers: Readonly<Record<Mood, (response: ServerResponse, take: Take) => void>> = {
  ok: (response, take) => {
    take(true);
    response.end('ok');
  },
  slow: (response, take) => {
    take(true);
    setTimeout(() => response.end('ok'), 600);
  },
  fail: (response) => response.writeHead(500).end('failed'),
  limit: (response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  hang: () => undefined,
  drop: (response, take) => {
    take(false);
    response.destroy();
  },
};
