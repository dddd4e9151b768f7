import { describe, expect, test } from 'vitest';
import { amqp } from '../../src/probes/amqp.ts';
import { methodFrame, textsOfTable } from '../../src/probes/asking/amqp-frames.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';

const login = { username: 'ann', password: 'secret' };

test.each([
  ['amqp://ann:p%40ss@mq.example', { username: 'ann', vhost: '/' }, 'amqp://mq.example:5672/%2F'],
  ['amqps://ann:secret@mq.example/shop', { vhost: 'shop', tls: { insecure: false } }, 'amqps://mq.example:5671/shop'],
  ['amqp://ann:secret@[::1]:5673/%2F?queue=jobs', { vhost: '/', queue: 'jobs' }, 'amqp://[::1]:5673/%2F'],
])('%s stands for a service', (url, keys, target) => {
  const options = amqp.options.parse(amqp.endpoint?.keys(new URL(url)));
  expect(options).toMatchObject(keys);
  expect(amqp.target(options)).toBe(target);
});

test.each([
  ['amqp://mq.example', /names no login/],
  ['amqp://ann@mq.example', /names no login/],
  ['amqp://ann:secret@mq.example?topic=a', /takes no topic/],
])('%s stands for nothing', (url, message) => {
  expect(() => amqp.endpoint?.keys(new URL(url))).toThrow(message);
});

test.each([{ username: 'a\0b' }, { password: 'a\0b' }, { vhost: 'x'.repeat(256) }, { queue: 'ü'.repeat(128) }])(
  '%j is not what the protocol can say',
  (keys) => {
    expect(amqp.options.safeParse({ host: 'mq.example', ...login, ...keys }).success).toBe(false);
  },
);

describe('a table', () => {
  test('gives its texts, with what is between them left out', () => {
    const table = Buffer.from(
      '\x01aS\0\0\0\x02hi\x01bt\x01\x01cF\0\0\0\x03\x01xV\x01dI\0\0\0\x07\x01eS\0\0\0\0',
      'latin1',
    );
    expect([...textsOfTable(table)]).toEqual([
      ['a', 'hi'],
      ['e', ''],
    ]);
  });

  test.each(['\x01a', '\x01aS', '\x01aS\xff\xff\xff\xff', '\x01a?', '\x09aS\0\0\0\0', '\x01aI\0'])(
    'of %j is none',
    (bytes) => {
      expect(() => textsOfTable(Buffer.from(bytes, 'latin1'))).toThrow(/not of AMQP/);
    },
  );
});

describe('a server that is none', () => {
  test.each([
    ['speaks another version', Buffer.from('AMQP\0\x01\0\0', 'latin1'), 'unimplemented'],
    ['speaks another protocol', Buffer.from('220 ready\r\n'), 'protocol_error'],
    ['sends a frame that is too long', Buffer.from('\x01\0\0\x7f\xff\xff\xff', 'latin1'), 'protocol_error'],
    ['sends a frame without its end', Buffer.from('\x01\0\0\0\0\0\x04\0\x0a\0\x0a!', 'latin1'), 'protocol_error'],
    ['calls another method first', methodFrame(0, '10.30'), 'protocol_error'],
    ['greets without properties', methodFrame(0, '10.10', [Buffer.from([0, 9])]), 'protocol_error'],
    ['closes without a word', methodFrame(0, '10.50'), 'protocol_error'],
    ['breaks off within a frame', Buffer.from('\x01\0\0', 'latin1'), 'unexpected_answer'],
  ])('%s', async (_what, bytes, reason) => {
    const { port } = await startFaultServer((socket) => void socket.end(bytes));
    const bound = bindProbe(amqp, amqp.options.parse({ host: '127.0.0.1', port, ...login }));
    await expect(bound.observe(probeContext())).rejects.toMatchObject({ reason });
  });
});
