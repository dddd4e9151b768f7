import { describe, expect, test } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { closedPort, saying, startFaultServer } from '../support/fault-server.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { startReceiver } from '../support/receiver.ts';
import { makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer } from '../support/tls-server.ts';

describe('through a proxy', () => {
  test('plain HTTP is asked by its whole URL', async () => {
    const proxy = await startConnectProxy();
    const receiver = await startReceiver(() => ({ status: 200, body: 'through' }));
    const observation = await ask({ url: `${receiver.url}/a?b=c`, proxy: `http://${proxy.host}` });
    expect(observation).toMatchObject({
      statusCode: 200,
      body: 'through',
      url: `${receiver.url}/a?b=c`,
      port: Number(proxy.host.split(':')[1]),
    });
    expect(proxy.asked).toEqual([`GET ${receiver.url}/a?b=c`]);
    expect(receiver.received[0]?.path).toBe('/a?b=c');
  });

  test('HTTPS goes in a tunnel, and the certificate is verified all the same', async () => {
    const proxy = await startConnectProxy();
    const identity = await makeIdentity();
    const server = await startHttpsServer(identity);
    const observation = await ask({ url: server.url, proxy: `http://${proxy.host}`, tls: { ca: identity.cert } });
    expect(observation).toMatchObject({ statusCode: 200, body: 'ok', tls: { verified: true } });
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  });

  test('names are left to the proxy to resolve', async () => {
    const proxy = await startConnectProxy({ refuse: 502 });
    const { failure } = await failureOf({ url: 'https://no.such.name.invalid/', proxy: `http://${proxy.host}` });
    expect(failure).toMatchObject({
      reason: 'proxy_error',
      message: 'the proxy refuses to connect to no.such.name.invalid:443: 502 No',
    });
  });

  test('the userinfo of its URL is shown to the proxy and to nobody else', async () => {
    const proxy = await startConnectProxy();
    const receiver = await startReceiver(() => ({ status: 200 }));
    const identity = await makeIdentity();
    const server = await startHttpsServer(identity);
    const through = `http://us%65r:hunter2@${proxy.host}`;
    await ask({ url: receiver.url, proxy: through });
    await ask({ url: server.url, proxy: through, tls: { ca: identity.cert } });
    const basic = `Basic ${btoa('user:hunter2')}`;
    expect(proxy.asked).toEqual([`GET ${receiver.url}/ ${basic}`, `CONNECT 127.0.0.1:${server.port} ${basic}`]);
  });

  test.each(['http:', 'https:'])('an %s request without its credentials is the proxy’s refusal', async (scheme) => {
    const proxy = await startConnectProxy({ refuse: 407 });
    const { failure } = await failureOf({ url: `${scheme}//target.example/`, proxy: `http://${proxy.host}` });
    expect(failure).toMatchObject({ reason: 'proxy_error', message: expect.stringContaining('407') });
  });

  test('that is not there nothing gets', async () => {
    const proxy = `http://user:hunter2@127.0.0.1:${await closedPort()}`;
    const { failure } = await failureOf({ url: 'http://target.example/', proxy });
    expect(failure).toMatchObject({
      reason: 'proxy_error',
      message: expect.stringContaining('the proxy cannot be reached: nothing listens'),
    });
    expect(failure.message).not.toContain('hunter2');
  });

  test('that never connects the timeout ends', async () => {
    const proxy = await startFaultServer(() => undefined);
    const { failure, tookMs } = await failureOf({ url: 'https://target.example/', proxy: proxy.url, timeoutMs: 300 });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for the proxy to connect to target.example:443'),
    });
    expect(tookMs).toBeLessThan(400);
    await proxy.allClosed();
  });

  test('that speaks no HTTP is an error of the proxy', async () => {
    const proxy = await startFaultServer(saying('garbage\r\n\r\n'));
    const { failure } = await failureOf({ url: 'https://target.example/', proxy: proxy.url });
    expect(failure.reason).toBe('proxy_error');
  });
});

describe('through a proxy over TLS', () => {
  test('plain HTTP and HTTPS get there, and what is told of TLS is the target’s alone', async () => {
    const identity = await makeIdentity();
    const proxy = await startConnectProxy({ identity });
    const receiver = await startReceiver(() => ({ status: 200, body: 'through' }));
    const server = await startHttpsServer(identity);
    const through = { proxy: `https://ann:hunter2@${proxy.host}`, tls: { ca: identity.cert } };
    const plain = await ask({ url: receiver.url, ...through });
    const encrypted = await ask({ url: server.url, ...through });
    expect(plain).toMatchObject({ body: 'through' });
    expect(plain.tls).toBeUndefined();
    expect(encrypted).toMatchObject({ body: 'ok', tls: { verified: true } });
    const basic = `Basic ${btoa('ann:hunter2')}`;
    expect(proxy.asked).toEqual([`GET ${receiver.url}/ ${basic}`, `CONNECT 127.0.0.1:${server.port} ${basic}`]);
  });

  test('that nobody trusts nothing gets, not even what need not be verified', async () => {
    const proxy = await startConnectProxy({ identity: await makeIdentity() });
    const { failure } = await failureOf({
      url: 'http://target.example/',
      proxy: `https://ann:hunter2@${proxy.host}`,
      tls: { insecure: true },
    });
    expect(failure).toMatchObject({ reason: 'proxy_error', message: expect.stringContaining('self-signed') });
    expect(failure.facts.tls).toBeUndefined();
    expect(proxy.asked).toEqual([]);
  });
});

test('what is excepted from the proxy is reached without it', async () => {
  const proxy = await startConnectProxy({ refuse: 502 });
  const target = await startReceiver(() => ({ status: 200, body: 'direct' }));
  const { host } = new URL(target.url);
  const observation = await ask({ url: target.url, proxy: `http://${proxy.host}`, noProxy: [host] });
  expect(observation).toMatchObject({ statusCode: 200, body: 'direct' });
  const other = await ask({ url: target.url, proxy: `http://${proxy.host}`, noProxy: ['10.0.0.0/8'] });
  expect(other.statusCode).toBe(502);
  expect(proxy.asked).toHaveLength(1);
});

describe('an address', () => {
  test('of IPv6 is reached by its literal', async () => {
    const server = await startFaultServer(saying('HTTP/1.1 200 OK\r\n\r\n'), '::1');
    expect(await ask({ url: server.url })).toMatchObject({ statusCode: 200, address: '::1', port: server.port });
    expect(server.heard[0]).toContain(`Host: [::1]:${server.port}\r\n`);
  });

  test.each([
    ['http://2130706433:PORT/', 'as a number'],
    ['HTTP://0177.0.0.1:PORT/', 'in octal'],
    ['http://localhost.:PORT/', 'with a trailing dot'],
    ['http://sub.localhost:PORT/', 'below localhost'],
  ])('%s is 127.0.0.1, %s', async (spelling) => {
    const server = await startFaultServer(saying('HTTP/1.1 200 OK\r\n\r\n'));
    expect((await ask({ url: spelling.replace('PORT', String(server.port)) })).address).toBe('127.0.0.1');
  });

  test('of IPv4 written as one of IPv6 is reached too', async () => {
    const server = await startFaultServer(saying('HTTP/1.1 200 OK\r\n\r\n'));
    const { statusCode, address } = await ask({ url: `http://[::ffff:127.0.0.1]:${server.port}/` });
    expect([statusCode, address]).toEqual([200, '::ffff:7f00:1']);
  });

  test('of the other family than the wanted one is no address', async () => {
    const { failure } = await failureOf({ url: 'http://127.0.0.1/', ipFamily: 6 });
    expect(failure).toMatchObject({ reason: 'dns_no_address', message: '127.0.0.1 is not an IPv6 address' });
  });
});
