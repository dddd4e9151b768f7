import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amqp } from '../../src/probes/amqp.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type RabbitPeer, startRabbit } from '../support/peers/rabbitmq.ts';
import { probeContext } from '../support/probe-context.ts';

describeWithPeers(['rabbitmq', 'openssl'], 'AMQP (RabbitMQ)', () => {
  let broker: RabbitPeer;
  beforeAll(async () => {
    broker = await startRabbit();
    await fillQueue(broker.port);
  }, 60_000);
  afterAll(() => broker?.stop());

  const observe = (keys: object = {}, signal = AbortSignal.timeout(10_000)) => {
    const login = { host: '127.0.0.1', port: broker.port, username: 'watcher', password: 'watcher-secret' };
    return bindProbe(amqp, amqp.options.parse({ ...login, ...keys })).observe(probeContext({ signal }));
  };

  test('a server that answers says what it is', async () => {
    expect(await observe()).toMatchObject({
      type: 'amqp',
      summary: expect.stringMatching(/^RabbitMQ \d+\.\d+/),
      address: '127.0.0.1',
      details: { product: 'RabbitMQ', version: expect.stringMatching(/^\d+\.\d+/) },
      phases: { connect: expect.any(Number), wait: expect.any(Number) },
    });
  });

  test('a queue is looked at, and left as it is', async () => {
    const seen = { summary: '3 messages and 0 consumers', details: { message_count: 3, consumer_count: 0 } };
    expect(await observe({ queue: 'jobs' })).toMatchObject(seen);
    expect(await observe({ queue: 'jobs' })).toMatchObject(seen);
  });

  test.each([
    ['wrong credentials', { password: 'wrong' }, 'auth_failed', /refuses the credentials: 403 ACCESS_REFUSED/],
    ['an unknown virtual host', { vhost: 'nothing' }, 'service_unknown', /530 NOT_ALLOWED/],
    ['an unknown queue', { queue: 'nothing' }, 'service_unknown', /404 NOT_FOUND/],
  ])('%s are told as such', async (_what, keys, reason, message) => {
    await expect(observe(keys)).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message),
      facts: { address: '127.0.0.1', details: { product: 'RabbitMQ' } },
    });
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

  test('a frozen server is a timeout at the signal', async () => {
    process.kill(broker.pid, 'SIGSTOP');
    const beganAt = performance.now();
    const error: unknown = await observe({}, AbortSignal.timeout(300)).catch((thrown: unknown) => thrown);
    process.kill(broker.pid, 'SIGCONT');
    expect(error).toMatchObject({ reason: 'timeout' });
    expect(performance.now() - beganAt).toBeLessThan(1_500);
  });
});

/** Puts three messages into the queue `jobs`. */
async function fillQueue(port: number): Promise<void> {
  const connection = await connect({ hostname: '127.0.0.1', port, username: 'watcher', password: 'watcher-secret' });
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('jobs', { durable: true });
  for (const job of ['a', 'b', 'c']) channel.sendToQueue('jobs', Buffer.from(job));
  await channel.waitForConfirms();
  await connection.close();
}
