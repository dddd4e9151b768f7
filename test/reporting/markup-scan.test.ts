import { expect, test } from 'vitest';
import { scanMarkup, textOf } from './markup-scan.ts';

test.each([
  ['an unescaped ampersand', '<a>1 & 2</a>'],
  ['an unescaped sign', '<a>1 < 2</a>'],
  ['a stray end of a CDATA section', '<a>]]></a>'],
  ['a tag that is not closed', '<a><b></a>'],
  ['a document that ends early', '<a>'],
  ['an attribute that breaks out', '<a b="x"y"/>'],
  ['a repeated attribute', '<a b="1" b="2"/>'],
  ['a control character', '<a>\u0001</a>'],
  ['a lone surrogate', '<a>\ud800</a>'],
])('the scan refuses %s', (_name, text) => {
  expect(() => scanMarkup(text)).toThrow();
});

test('the scan resolves entities in text', () => {
  expect(textOf(scanMarkup('<a b="&quot;">&lt;script&gt; &amp;<c/></a>'))).toBe('<script> &');
});
