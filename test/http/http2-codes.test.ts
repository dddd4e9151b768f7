import { expect, test } from 'vitest';
import { http2CodeName } from '../../src/http/http2-codes.ts';

test.each([
  [0, 'NO_ERROR'],
  [8, 'CANCEL'],
  [13, 'HTTP_1_1_REQUIRED'],
  [99, 'code 99'],
])('the code %d is called %s', (code, name) => {
  expect(http2CodeName(code)).toBe(name);
});
