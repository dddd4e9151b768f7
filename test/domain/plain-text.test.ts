import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPlainLine, toPlainText, truncate } from '../../src/domain/plain-text.ts';

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['bell\u0007 null\u0000 c1\u009b', 'bell null c1'],
  ['right\u202eleft\u2066', 'rightleft'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['tab\tstays é 漢字 🚨', 'tab\tstays é 漢字 🚨'],
])('text %j becomes %j', (hostile, plain) => {
  expect(toPlainText(hostile)).toBe(plain);
});

test('a line has no breaks and no outer blanks', () => {
  expect(toPlainLine('  a\n\n b\t c  ')).toBe('a b c');
});

test('what is plain already stays as it is, and nothing else does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '~', ' ', '\t', '\n', '\u001b', '[', 'm', '\u200b', 'é') });
  fc.assert(fc.property(text, (one) => toPlainLine(one) === toPlainText(one).replace(/\s+/g, ' ').trim()));
});

test('no control character survives, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(toPlainText(text)),
    ),
  );
});

test('truncation counts code points and never splits one', () => {
  expect(truncate('🚨🚨🚨', 2)).toBe('🚨…');
  expect(truncate('🚨🚨', 2)).toBe('🚨🚨');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const cut = truncate(text, max);
      return [...cut].length <= max && (cut === text || cut.endsWith('…'));
    }),
  );
});
