import { describe, expect, test } from 'vitest';
import type { ResolvedAddress } from '../../src/http/address.ts';
import { Attempt } from '../../src/http/attempt.ts';
import { connect } from '../../src/http/connect.ts';
import { openBlackHole } from '../support/black-hole.ts';
import { closedPort, startFaultServer } from '../support/fault-server.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const four = (address: string): ResolvedAddress => ({ address, family: 4 });

async function connectTo(addresses: readonly ResolvedAddress[], port: number, timeoutMs = 5_000) {
  const attempt = new Attempt({ signal: AbortSignal.timeout(timeoutMs), clock });
  try {
    const socket = await connect(addresses, port, attempt);
    socket.destroy();
    return attempt.facts;
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
  }
}

describe('of several addresses', () => {
  test('the first that answers is taken and known', async () => {
    const server = await startFaultServer(() => undefined);
    const facts = await connectTo([four('127.0.0.1'), four('127.0.0.2')], server.port);
    expect(facts).toEqual({ address: '127.0.0.1', port: server.port });
  });

  test('one that refuses is passed over at once', async () => {
    const server = await startFaultServer(() => undefined);
    const startedAt = performance.now();
    const facts = await connectTo([four('127.0.0.9'), { address: '::1', family: 6 }, four('127.0.0.1')], server.port);
    expect(facts.address).toBe('127.0.0.1');
    expect(performance.now() - startedAt).toBeLessThan(200);
  });

  test('one that is silent is passed over after its head start', async () => {
    const server = await startFaultServer(() => undefined);
    await openBlackHole({ host: '127.0.0.2', port: server.port });
    const startedAt = performance.now();
    const facts = await connectTo([four('127.0.0.2'), four('127.0.0.1')], server.port);
    expect(facts.address).toBe('127.0.0.1');
    expect(performance.now() - startedAt).toBeGreaterThan(240);
    expect(performance.now() - startedAt).toBeLessThan(600);
  });

  test('all refusing is a refusal', async () => {
    const port = await closedPort();
    const failing = connectTo([four('127.0.0.1'), { address: '::1', family: 6 }], port);
    await expect(failing).rejects.toMatchObject({
      reason: 'connection_refused',
      facts: { address: '127.0.0.1', port },
    });
  });
});

test('an address that never answers is ended by the timeout, with what was tried', async () => {
  const port = await openBlackHole();
  const startedAt = performance.now();
  await expect(connectTo([four('127.0.0.1')], port, 300)).rejects.toMatchObject({
    reason: 'timeout',
    message: `no complete answer within the timeout: connecting to 127.0.0.1:${port}`,
    facts: { address: '127.0.0.1', port },
  });
  expect(performance.now() - startedAt).toBeLessThan(400);
});
