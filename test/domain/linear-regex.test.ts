import { describe, expect, test } from 'vitest';
import { compileLinearRegex, type LinearRegex } from '../../src/domain/linear-regex.ts';

function compiled(source: string, byLine = false): LinearRegex {
  const result = compileLinearRegex(source, { byLine });
  if (!result.ok) throw new Error(result.message);
  return result.regex;
}

describe('a linear regular expression', () => {
  test('knows the beginning of the text, and that of each line where it is told to', () => {
    const text = '220-mail\r\n220 ready\r\n';
    expect(compiled('^220 ').matchesIn(text)).toBe(false);
    expect(compiled('^220 ', true).matchesIn(text)).toBe(true);
  });

  test.each([
    ['from the beginning', '^250 ', 0, 18],
    ['behind an earlier one', '^250 ', 18, undefined],
    ['from the middle of a line, which is not its beginning', '^250 ', 4, 18],
    ['of nothing', '$', 0, 13],
  ])('tells where the match ends: %s', (_name, source, from, end) => {
    expect(compiled(source, true).endOfMatchIn('220 250 mail\r\n250 OK\r\n', from)).toBe(end);
  });

  test('matches in a time that no pattern and no text can blow up', () => {
    const startedAt = performance.now();
    expect(compiled('^(a+)+$').endOfMatchIn(`${'a'.repeat(10_000)}b`, 0)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test.each(['(', '(?=ahead)', '(a)\\1'])('is refused with a message where it is none or not linear: %s', (source) => {
    expect(compileLinearRegex(source)).toEqual({ ok: false, message: expect.stringMatching(/./) });
  });
});
