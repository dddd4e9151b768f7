import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/domain/failure.ts';
import { redisCommand, replyIn } from '../../../src/probes/asking/redis-reply.ts';

/** As the bytes of a text come: a character each. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

test('a command counts its words in bytes', () => {
  expect(redisCommand(['GET', 'naïve'])).toBe('*2\r\n$3\r\nGET\r\n$6\r\nnaïve\r\n');
});

describe('a reply', () => {
  test.each([
    ['+PONG\r\n', 'PONG'],
    [':42\r\n', 42],
    [':-1\r\n', -1],
    [':9223372036854775807\r\n', '9223372036854775807'],
    ['$5\r\nhello\r\n', 'hello'],
    ['$6\r\nnaïve\r\n', 'naïve'],
    ['$0\r\n\r\n', ''],
    ['$4\r\n\r\n\r\n\r\n', '\r\n\r\n'],
    ['$-1\r\n', null],
    ['*-1\r\n', null],
    ['*0\r\n', []],
    ['*3\r\n:1\r\n$-1\r\n*1\r\n+OK\r\n', [1, null, ['OK']]],
    ['*1\r\n-ERR in the midst\r\n', ['ERR in the midst']],
  ])('%j', (text, value) => {
    const sent = bytes(text);
    expect(replyIn(`ahead${sent}rest`, 5)).toEqual({ value: { kind: 'value', value }, end: 5 + sent.length });
  });

  test('may be an error', () => {
    const value = { kind: 'error', text: 'WRONGPASS no' };
    expect(replyIn('-WRONGPASS no\r\n', 0)).toEqual({ value, end: 15 });
  });

  test.each(['+PONG\r\n', '$5\r\nhello\r\n', '*2\r\n:1\r\n$3\r\nabc\r\n'])(
    'is not there before %j is there as a whole',
    (text) => {
      const beginnings = Array.from({ length: text.length }, (_, at) => text.slice(0, at));
      expect(beginnings.map((beginning) => replyIn(beginning, 0))).toEqual(beginnings.map(() => undefined));
    },
  );

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'protocol_error'],
    ['\u0015\u0003\u0001\u0000\u0002', 'protocol_error'],
    [':many\r\n', 'protocol_error'],
    ['$5\r\nhello you\r\n', 'protocol_error'],
    ['%1\r\n+a\r\n+b\r\n', 'protocol_error'],
    ['*1\r\n'.repeat(100), 'bad_response'],
  ])('is none in %j', (text, reason) => {
    const failure = replyIn(text, 0);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ reason });
  });

  test('of a billion items is waited for without room for them', () => {
    expect(replyIn('*1000000000\r\n:1\r\n', 0)).toBeUndefined();
  });
});
