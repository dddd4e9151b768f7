import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLookup } from '../../src/http/lookup.ts';
import { canaryAnswers } from '../../src/monitor/canary-question.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { type HttpsServer, startSelfSigned } from '../support/self-signed.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const parts = { http: loopbackHttp, lookup: createLookup({ clock }), startTimer: systemTimer };

function ask(canary: string, signal = new AbortController().signal): Promise<boolean> {
  return canaryAnswers(canary, parts, signal);
}

/** A name server that answers every question with the same response code (RFC 1035 §4.1.1). */
async function startNameServer(responseCode: number) {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x8180 | responseCode, 2);
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { url: `dns://127.0.0.1:${socket.address().port}`, stop: () => socket.close() };
}

describe('a canary that speaks HTTP', () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startLocalServer(({ url }, response) => {
      response.writeHead(url === '/error' ? 500 : 200).end();
    });
  });
  afterAll(() => server.stop());

  test.each(['/', '/error'])('answers by whatever it answers: %s', async (path) => {
    expect(await ask(`${server.url}${path}`)).toBe(true);
  });

  test('is asked for nothing but its head', () => {
    expect(server.asked.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  test('does not answer where nothing listens', async () => {
    expect(await ask('http://127.0.0.1:1')).toBe(false);
  });

  test('does not answer to somebody who has stopped', async () => {
    expect(await ask(server.url, AbortSignal.abort())).toBe(false);
  });
});

describe('a canary behind TLS', () => {
  let server: HttpsServer;
  beforeAll(async () => {
    server = await startSelfSigned();
  });
  afterAll(() => server.stop());

  test('is not one where somebody else answers in its place', async () => {
    expect(await ask(server.url)).toBe(false);
  });
});

describe('a canary that speaks DNS', () => {
  test.each([
    ['answers where it says that there is no such name', 3, true],
    ['does not answer where it refuses', 5, false],
    ['does not answer where it fails itself', 2, false],
  ])('%s', async (_what, responseCode, answers) => {
    const server = await startNameServer(responseCode);
    try {
      expect(await ask(server.url)).toBe(answers);
    } finally {
      server.stop();
    }
  });

  test('does not answer where nothing listens', async () => {
    const server = await startNameServer(0);
    server.stop();
    expect(await ask(server.url)).toBe(false);
  });
});
