import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPlainLine } from '../../src/domain/plain-text.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { createCleanText } from '../../src/monitor/clean-text.ts';

const clean = createCleanText(createRedactor(['s3cr3t']));

test.each([
  ['plain text', 'expected 200, got 503', 'expected 200, got 503'],
  ['a secret', 'token s3cr3t refused', 'token *** refused'],
  ['a secret with an invisible character in it', 's3c\u200br3t', '***'],
  ['a secret with an escape sequence in it', 's3c\u001b[0mr3t', '***'],
  ['line feeds and runs of blanks', 'a\n  b\tc', 'a b c'],
  ['nothing', '', ''],
])('a line of %s', (_name, text, expected) => {
  expect(clean.line(text)).toBe(expected);
});

test('a line is at most a thousand code points long', () => {
  expect([...clean.line('😀'.repeat(5_000))]).toHaveLength(1_000);
});

test('a text keeps its line feeds', () => {
  expect(clean.text('a\r\nb\n s3cr3t')).toBe('a\nb\n ***');
});

test('without secrets a line is what toPlainLine makes of it', () => {
  const { line } = createCleanText((text) => text);
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => line(text) === toPlainLine(text)));
});
