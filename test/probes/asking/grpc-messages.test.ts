import { describe, expect, test } from 'vitest';
import {
  firstMessageIn,
  framed,
  healthCheckRequest,
  servingStatusIn,
} from '../../../src/probes/asking/grpc-messages.ts';

describe('a request of the health service', () => {
  test.each([
    ['', []],
    ['a.v1', [0x0a, 4, 0x61, 0x2e, 0x76, 0x31]],
    ['é', [0x0a, 2, 0xc3, 0xa9]],
  ])('for %j is %j', (service, bytes) => {
    expect([...healthCheckRequest(service)]).toEqual(bytes);
  });

  test('has the length of a long name in two bytes', () => {
    expect([...healthCheckRequest('x'.repeat(300)).subarray(0, 3)]).toEqual([0x0a, 0xac, 0x02]);
  });
});

describe('a response of the health service', () => {
  test.each([
    ['nothing', [], 'UNKNOWN'],
    ['1', [8, 1], 'SERVING'],
    ['2', [8, 2], 'NOT_SERVING'],
    ['3', [8, 3], 'SERVICE_UNKNOWN'],
    ['a number of later versions', [8, 0x96, 1], 'UNKNOWN'],
    ['the last of several', [8, 2, 8, 1], 'SERVING'],
    [
      'fields of later versions',
      [0x10, 0xff, 1, 0x1a, 2, 9, 9, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x2d, 1, 2, 3, 4, 8, 1],
      'SERVING',
    ],
  ])('with %s', (_name, bytes, status) => {
    expect(servingStatusIn(Buffer.from(bytes))).toBe(status);
  });

  test.each([
    ['a tag without a value', [8]],
    ['a number without end', [8, ...Array(11).fill(0xff)]],
    ['a field that is longer than the message', [0x1a, 200, 1]],
    ['a group', [0x0b, 1]],
  ])('with %s is none', (_name, bytes) => {
    expect(servingStatusIn(Buffer.from(bytes))).toBeUndefined();
  });
});

describe('the first message in what was received', () => {
  const bytes = Buffer.concat([framed(Buffer.from('ab')), framed(Buffer.from('c'))]);

  test.each([
    [4, undefined],
    [5, { compressed: false, length: 2, message: undefined }],
    [6, { compressed: false, length: 2, message: undefined }],
    [7, { compressed: false, length: 2, message: Buffer.from('ab') }],
    [bytes.length, { compressed: false, length: 2, message: Buffer.from('ab') }],
  ])('of %i bytes', (count, found) => {
    expect(firstMessageIn(bytes.subarray(0, count))).toEqual(found);
  });

  test('may be compressed', () => {
    expect(firstMessageIn(Buffer.from([1, 0, 0, 0, 0]))).toMatchObject({ compressed: true });
  });
});
