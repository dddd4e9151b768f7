import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createEventFeed } from '../../src/api/event-feed.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { apiWorld } from './api-world.ts';

/** A connection that has said this much, once as much was answered as is to be awaited. */
async function connection(port: number, bytes: string, awaited = ''): Promise<Socket & { readonly heard: string[] }> {
  const heard: string[] = [];
  const socket = Object.assign(connect(port, '127.0.0.1'), { heard });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.on('data', (bytesHeard) => heard.push(String(bytesHeard)));
  socket.write(bytes);
  while (!heard.join('').includes(awaited)) await once(socket, 'data');
  return socket;
}

const head = (path: string) => `GET /api/v1${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
// What Node would let live for five seconds at least.
const soonMs = 2_000;

test.each([
  ['has said nothing yet', '', ''],
  ['is in the middle of a head', 'GET /api/v1/health HT', ''],
  ['was answered', head('/health'), '"status"'],
  ['follows what happens', head('/events'), 'retry'],
])('a connection that %s does not keep the server from ending', async (_what, bytes, awaited) => {
  const { port, close } = await apiWorld();
  const socket = await connection(port, bytes, awaited);
  // So that the server has seen it.
  await connection(port, head('/health'), '"status"');
  const beganAt = performance.now();
  const ended = once(socket, 'close');
  await close();
  await ended;
  expect(performance.now() - beganAt).toBeLessThan(soonMs);
});

test('nor does who follows without reading', async () => {
  const feed = createEventFeed({ startTimer: systemTimer, startedAt: 0 });
  const streams: Readable[] = [];
  const open: typeof feed.open = (query) => {
    const stream = feed.open(query);
    if (stream !== 'full') streams.push(stream);
    return stream;
  };
  const { port, close } = await apiWorld({ parts: { events: { ...feed, open } } });
  const socket = await connection(port, head('/events'), 'retry');
  socket.pause();
  // Until nothing of it fits into what the systems on both sides hold.
  while ((streams[0]?.readableLength ?? 0) < 200_000) {
    feed.publish({ event: 'system', data: 'x'.repeat(50_000) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const beganAt = performance.now();
  await close();
  expect(performance.now() - beganAt).toBeLessThan(soonMs);
});

test('a request that is under way gets its answer, and nobody else comes in', async () => {
  let release = (_text: string) => {};
  const metrics = new Promise<string>((resolve) => {
    release = resolve;
  });
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const { root, close } = await apiWorld({
    parts: {
      metrics: () => {
        isAsked();
        return metrics;
      },
    },
  });
  const answer = fetch(`${root}/metrics`);
  await asked;
  const closed = close();
  await expect(fetch(`${root}/metrics`)).rejects.toThrow('fetch failed');
  release('# told all the same\n');
  expect(await (await answer).text()).toBe('# told all the same\n');
  await closed;
});
