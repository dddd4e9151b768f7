import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mqtt } from '../../src/probes/mqtt.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type MosquittoPeer, startMosquitto } from '../support/peers/mosquitto.ts';
import { probeContext } from '../support/probe-context.ts';

const versions = ['3.1.1', '5'];

describeWithPeers(['mosquitto', 'openssl'], 'MQTT (mosquitto)', () => {
  let broker: MosquittoPeer;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker?.stop());

  const observe = (keys: object = {}, signal = AbortSignal.timeout(10_000)) => {
    const login = { host: '127.0.0.1', port: broker.port, username: 'watcher', password: 'watcher-secret' };
    return bindProbe(mqtt, mqtt.options.parse({ ...login, ...keys })).observe(probeContext({ signal }));
  };

  test.each(versions)('a broker of version %s lets us in', async (version) => {
    expect(await observe({ version })).toMatchObject({
      type: 'mqtt',
      summary: 'connected',
      address: '127.0.0.1',
      details: { code: 0 },
      phases: { connect: expect.any(Number), wait: expect.any(Number) },
    });
  });

  test.each(versions)('what we publish over version %s comes back', async (version) => {
    const topic = `shop/echo-${version}`;
    expect(await observe({ version, subscribe: topic, publish: { topic, payload: 'up' } })).toMatchObject({
      summary: `"up" on ${topic}`,
      details: { topic, message: 'up', retained: false },
      unshown: { message: 'up' },
    });
  });

  test.each(versions)('wrong credentials are told as such over version %s', async (version) => {
    await expect(observe({ version, password: 'wrong' })).rejects.toMatchObject({
      reason: 'auth_failed',
      facts: { address: '127.0.0.1', port: broker.port },
    });
  });

  test('so is that there are none', async () => {
    await expect(observe({ username: undefined, password: undefined })).rejects.toMatchObject({
      reason: 'auth_failed',
    });
  });

  test('a retained message is what a topic has', async () => {
    const login = { username: 'watcher', password: 'watcher-secret', reconnectPeriod: 0 };
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, login);
    await client.publishAsync('shop/status', 'running', { retain: true, qos: 1 });
    await client.endAsync();
    expect(await observe({ subscribe: 'shop/status' })).toMatchObject({
      details: { message: 'running', retained: true },
    });
    const asked = { subscribe: 'shop/+', publish: { topic: 'shop/live', payload: 'up' } };
    expect(await observe(asked)).toMatchObject({ details: { topic: 'shop/live', retained: false } });
  });

  test('a topic without a retained message has none', async () => {
    const { details } = await observe({ subscribe: 'shop/nothing' });
    expect(details).toEqual({ code: 0 });
  });

  test('a message that we may not publish is told as such', async () => {
    const publish = { topic: 'bank/orders', payload: 'up' };
    await expect(observe({ version: '5', publish })).rejects.toMatchObject({ reason: 'query_failed' });
  });

  test('a message other than the expected one is a timeout', async () => {
    const keys = { subscribe: 'shop/other', publish: { topic: 'shop/other', payload: 'up' }, expect: '^down$' };
    await expect(observe(keys, AbortSignal.timeout(400))).rejects.toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('^down$'),
      facts: { details: { code: 0 } },
    });
  });

  test('a client id that the user chose is used, and its session is not kept', async () => {
    await observe({ client_id: 'chosen', subscribe: 'shop/kept' });
    expect(await observe({ client_id: 'chosen' })).toMatchObject({ details: { code: 0 } });
  });

  test('TLS shows the certificate', async () => {
    const keys = { port: broker.tlsPort, tls: { ca_file: broker.authorityFile } };
    expect(await observe(keys)).toMatchObject({ tls: { verified: true }, phases: { tls: expect.any(Number) } });
  });

  test('a certificate of an unknown authority is not trusted', async () => {
    await expect(observe({ port: broker.tlsPort, tls: true })).rejects.toMatchObject({
      reason: expect.stringMatching(/^tls_/),
      facts: { tls: { verified: false } },
    });
  });

  test('a frozen broker is a timeout at the signal', async () => {
    process.kill(broker.pid, 'SIGSTOP');
    const beganAt = performance.now();
    const error: unknown = await observe({}, AbortSignal.timeout(300)).catch((thrown: unknown) => thrown);
    process.kill(broker.pid, 'SIGCONT');
    expect(error).toMatchObject({ reason: 'timeout' });
    expect(performance.now() - beganAt).toBeLessThan(1_500);
  });
});
