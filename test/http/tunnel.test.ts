import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Attempt } from '../../src/http/attempt.ts';
import { openTunnel } from '../../src/http/tunnel.ts';
import { failureFrom } from '../support/failures.ts';
import { type Fault, saying, startFaultServer } from '../support/fault-server.ts';
import { realClock } from '../support/real-clock.ts';

async function tunnelThrough(fault: Fault, authorization?: string) {
  const proxy = await startFaultServer(fault);
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const attempt = new Attempt({ signal: AbortSignal.timeout(300), clock: realClock });
  attempt.enter('connect', 'connecting');
  onTestFinished(() => attempt.close());
  return { proxy, socket, opened: openTunnel({ socket, endpoint: 'shop.example:443', authorization }, attempt) };
}

describe('a tunnel', () => {
  test('is asked for by name and port, and by credentials where there are any', async () => {
    const { proxy, opened, socket } = await tunnelThrough(saying('HTTP/1.1 200 OK\r\n\r\n'), 'Basic abc');
    expect(await opened).toBe(socket);
    expect(proxy.heard).toEqual([
      'CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\nProxy-Authorization: Basic abc\r\nConnection: close\r\n\r\n',
    ]);
  });

  test('loses nothing of what the other end says at once', async () => {
    const { opened } = await tunnelThrough(saying('HTTP/1.1 200 Connection established\r\n\r\nhello'));
    const socket = await opened;
    const [said] = await once(socket, 'data');
    expect(String(said)).toBe('hello');
  });

  test.each([
    [
      'a refusal',
      'HTTP/1.1 403 Forbidden \u001b[31m\r\n\r\n',
      'the proxy refuses to connect to shop.example:443: 403 Forbidden',
    ],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n',
      'the proxy refuses to connect to shop.example:443: 302 Found',
    ],
    ['no HTTP', 'hello\r\n\r\n', 'the proxy did not connect to shop.example:443 (HPE_INVALID_CONSTANT)'],
    ['nothing', '', 'the proxy did not connect to shop.example:443 (ECONNRESET)'],
  ])('is not there after %s', async (_what, answer, message) => {
    const { opened, socket } = await tunnelThrough(saying(answer));
    expect(await failureFrom(opened)).toMatchObject({ reason: 'proxy_error', message });
    expect(socket.destroyed).toBe(true);
  });

  test('that does not come about in time is given up', async () => {
    const { opened, socket } = await tunnelThrough(() => undefined);
    expect(await failureFrom(opened)).toMatchObject({
      reason: 'timeout',
      message: 'no complete answer within the timeout: waiting for the proxy to connect to shop.example:443',
    });
    expect(socket.destroyed).toBe(true);
  });
});
