import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createSessions } from '../../src/auth/sessions.ts';
import type { Check } from '../../src/monitor/check.ts';
import { createChecker } from '../../src/monitor/checker.ts';
import { runChecks } from '../../src/monitor/run-checks.ts';
import type { Policy } from '../../src/resilience/policy.ts';
import { createTimeBox } from '../../src/resilience/time-box.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { service } from '../support/checks.ts';
import { loopbackHttp } from '../support/loopback-http.ts';

const atOnce: Policy = (work, signal) => work(signal);

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const signal = new AbortController().signal;

const checker = createChecker({
  clock,
  startTimer: systemTimer,
  random: Math.random,
  http: loopbackHttp,
  sessions: createSessions({ now: clock.now }),
  lookup: () => Promise.reject(new Error('no names are resolved here')),
  timeBox: createTimeBox({ limitMs: 50 }),
  redact: (text) => text,
});

/** A server that does this to every request, until the test ends. */
async function serve(respond: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => respond(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : '';
}

function checkOf(name: string, url: string): Check {
  return {
    service: service({ name, timeoutMs: 500 }),
    probe: {
      type: 'http',
      target: url,
      host: '127.0.0.1',
      idempotent: true,
      observe: ({ http, signal: attemptSignal }) => http.request({ url, method: 'GET', signal: attemptSignal }),
    },
  };
}

test('a body that drips for ever ends at the timeout, and the status code it came with is kept', async () => {
  const url = await serve((response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  });
  const result = await checker.run(checkOf('drip', url), signal);
  expect(result).toMatchObject({ status: 'unhealthy', reason: 'timeout', observation: { statusCode: 200 } });
  expect(result.durationMs).toBeGreaterThanOrEqual(490);
  expect(result.durationMs).toBeLessThan(700);
});

test('dead targets cost the healthy ones nothing', async () => {
  const dead = await serve(() => undefined);
  const healthy = await serve((response) => response.end('ok'));
  const checks = [
    ...Array.from({ length: 10 }, (_, index) => checkOf(`dead-${index}`, dead)),
    ...Array.from({ length: 10 }, (_, index) => checkOf(`healthy-${index}`, healthy)),
  ];
  const order: string[] = [];
  const onResult = ({ status }: { readonly status: string }) => order.push(status);
  const report = await runChecks(checks, { checker, clock, pace: atOnce, maxWorkers: 20, signal, onResult });
  expect(order).toEqual([...Array(10).fill('healthy'), ...Array(10).fill('unhealthy')]);
  expect(report.durationMs).toBeLessThan(1_500);
});
