import { describe, expect, test } from 'vitest';
import { closedPort, startFaultServer } from '../support/fault-server.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSocksServer } from '../support/socks-server.ts';
import { makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer } from '../support/tls-server.ts';

describe('through a SOCKS proxy', () => {
  test('names are resolved here with socks5, and there with socks5h', async () => {
    const proxy = await startSocksServer({ names: { 'shop.example': '127.0.0.1' } });
    const receiver = await startReceiver(() => ({ status: 200, body: 'through' }));
    const port = new URL(receiver.url).port;
    const here = await ask({ url: `http://localhost:${port}/a`, proxy: `socks5://${proxy.host}`, ipFamily: 4 });
    const there = await ask({ url: `http://shop.example:${port}/a`, proxy: `socks5h://${proxy.host}` });
    expect([here.body, there.body]).toEqual(['through', 'through']);
    expect(proxy.asked).toEqual([`address 127.0.0.1:${port}`, `name shop.example:${port}`]);
    expect(Object.keys(there.phases).toSorted()).toEqual(['connect', 'receive', 'send', 'wait']);
  });

  test('HTTPS is verified all the same, and credentials are the proxy’s alone', async () => {
    const login = { username: 'us er', password: 'hunter2' };
    const proxy = await startSocksServer({ login });
    const identity = await makeIdentity();
    const server = await startHttpsServer(identity);
    const observation = await ask({
      url: server.url,
      proxy: `socks5h://us%20er:hunter2@${proxy.host}`,
      tls: { ca: identity.cert },
    });
    expect(observation).toMatchObject({ statusCode: 200, body: 'ok', tls: { verified: true } });
    expect(proxy.asked).toEqual([`address 127.0.0.1:${server.port} as us er:hunter2`]);
  });

  test.each([
    ['refuses the connection', { reply: 5 }, 'ConnectionRefused'],
    ['wants other credentials', { login: { username: 'ann', password: 'other' } }, 'uthentication'],
  ])('that %s nothing gets', async (_what, behaviour, says) => {
    const proxy = await startSocksServer(behaviour);
    const { failure } = await failureOf({
      url: 'http://shop.example/',
      proxy: `socks5h://ann:hunter2@${proxy.host}`,
    });
    expect(failure).toMatchObject({
      reason: 'proxy_error',
      message: expect.stringContaining('the proxy did not connect to shop.example:80: '),
    });
    expect(failure.message).toContain(says);
    expect(JSON.stringify(failure) + String(failure.cause)).not.toContain('hunter2');
  });

  test('that is not there nothing gets', async () => {
    const { failure } = await failureOf({
      url: 'http://shop.example/',
      proxy: `socks5h://127.0.0.1:${await closedPort()}`,
    });
    expect(failure).toMatchObject({
      reason: 'proxy_error',
      message: expect.stringContaining('the proxy cannot be reached'),
    });
  });

  test('that says nothing the timeout ends', async () => {
    const proxy = await startFaultServer(() => undefined);
    const { failure, tookMs } = await failureOf({
      url: 'http://shop.example/',
      proxy: `socks5h://127.0.0.1:${proxy.port}`,
      timeoutMs: 300,
    });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for the proxy to connect to shop.example:80'),
    });
    expect(tookMs).toBeLessThan(500);
    await proxy.allClosed();
  });

  test('that is no SOCKS proxy is an error of the proxy', async () => {
    const proxy = await startFaultServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { failure } = await failureOf({ url: 'http://shop.example/', proxy: `socks5h://127.0.0.1:${proxy.port}` });
    expect(failure.reason).toBe('proxy_error');
  });
});
