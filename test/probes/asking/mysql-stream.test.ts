import { describe, expect, test } from 'vitest';
import { greetingIn, MysqlStream } from '../../../src/probes/asking/mysql-stream.ts';
import { connectedTo, greeting, packet } from '../../support/mysql-server.ts';

describe('a greeting', () => {
  test.each([
    ['with TLS', greeting({ tls: true }), { offersTls: true, isRefusal: false }],
    ['without', greeting({ tls: false }), { offersTls: false, isRefusal: false }],
    [
      'that is a refusal',
      packet(0, Buffer.from('\xff\x10\x04Too many connections', 'latin1')),
      { offersTls: false, isRefusal: true },
    ],
    ['that is nothing', packet(0, Buffer.alloc(0)), { offersTls: false, isRefusal: false }],
  ])('%s', (_what, bytes, value) => {
    const text = bytes.toString('latin1');
    expect(greetingIn(`${text}more`)).toEqual({ value, end: text.length });
    expect(greetingIn(text.slice(0, -1))).toBeUndefined();
  });
});

describe('the stream of MySQL', () => {
  test('numbers what the driver hears as it expects, however it is cut into pieces', async () => {
    const stream = new MysqlStream(1_000_000);
    const { peer } = await connectedTo(stream);
    const heard: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => heard.push(chunk));
    const wrong = Buffer.concat([
      packet(9, Buffer.from('first')),
      packet(200, Buffer.alloc(300, 1)),
      packet(7, Buffer.alloc(0)),
    ]);
    for (const byte of wrong) peer.write(Buffer.from([byte]));
    const right = Buffer.concat([
      packet(0, Buffer.from('first')),
      packet(1, Buffer.alloc(300, 1)),
      packet(2, Buffer.alloc(0)),
    ]);
    await expect.poll(() => Buffer.concat(heard)).toEqual(right);
  });

  test('asks for TLS with the beginning of the answer, and counts on from there until the login is over', async () => {
    const stream = new MysqlStream(1_000_000);
    const flags = 0x8000_0200;
    const answer = Buffer.alloc(80, 7);
    answer.writeUInt32LE(flags, 0);
    stream.write(packet(1, answer));
    const request = stream.requestFor(await stream.answer);

    const withTls = Buffer.from(answer);
    withTls.writeUInt32LE(flags + 0x0800, 0);
    expect(request).toEqual(packet(1, withTls.subarray(0, 32)));

    const { said } = await connectedTo(stream);
    stream.write(packet(3, Buffer.from('more of the login')));
    stream.write(packet(0, Buffer.from('a command')));
    stream.write(packet(1, Buffer.from('more of it')));
    const sent = [
      packet(2, withTls),
      packet(4, Buffer.from('more of the login')),
      packet(0, Buffer.from('a command')),
      packet(1, Buffer.from('more of it')),
    ];
    await expect.poll(said).toEqual(Buffer.concat(sent));
  });
});
