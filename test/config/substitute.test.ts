import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileText } from '../../src/config/file-text.ts';
import { referencedFiles, substitute } from '../../src/config/substitute.ts';

const environment = { HOST: 'x.example', API_TOKEN: 's3cret', EMPTY: '', SOME: 'a$b${HOST}' };
const files = new Map<string, FileText>([
  ['/run/token', { ok: true, text: 'from-file\n', readableByOthers: false }],
  ['/none', { ok: false, reason: 'does not exist' }],
]);

function textOf(text: string): unknown {
  return substitute(text, { environment, files }).data;
}

describe('a reference', () => {
  test.each([
    ['to a variable', 'https://${HOST}/a', 'https://x.example/a'],
    ['to several', '${HOST}${HOST}', 'x.examplex.example'],
    ['to a variable that is empty', 'a${EMPTY}b', 'ab'],
    ['with a default that is not needed', '${HOST:-y}', 'x.example'],
    ['with a default for what is not set', '${NONE:-y z}', 'y z'],
    ['with a default for what is empty', '${EMPTY:-y}', 'y'],
    ['with an empty default', 'a${NONE:-}b', 'ab'],
    ['whose value looks like a reference', '${SOME}', 'a$b${HOST}'],
    ['to a file, without its last line break', '${file:/run/token}', 'from-file'],
    ['escaped', '$${HOST}', '${HOST}'],
    ['escaped twice', '$$$${HOST}', '$${HOST}'],
    ['behind an escaped dollar', '$$${HOST}', '$x.example'],
  ])('%s', (_name, text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  test('is replaced in values at any depth and never in keys', () => {
    const data = { '${HOST}': [{ a: '${HOST}', b: 1, c: null, d: true }] };
    expect(textOf(JSON.stringify(data))).toContain('x.example');
    expect(substitute(data, { environment, files }).data).toEqual({
      '${HOST}': [{ a: 'x.example', b: 1, c: null, d: true }],
    });
  });

  test('leaves lone dollars alone', () => {
    expect(textOf('^a$|$b $1')).toBe('^a$|$b $1');
  });
});

describe('a reference without value is a finding at its place', () => {
  test.each([
    ['a${NONE}', 1, 'the environment variable NONE is not set', 'set it, or give a default: ${NONE:-default}'],
    ['${file:/none}', 0, 'the file /none does not exist', 'a relative path starts at the folder of this file'],
    [
      '${constructor}',
      0,
      'the environment variable constructor is not set',
      'set it, or give a default: ${constructor:-default}',
    ],
    ['ab${1X}', 2, 'this is not a reference', 'write ${NAME}, ${NAME:-default} or ${file:PATH}, and $$ for a dollar'],
    ['${HOST', 0, 'this is not a reference', 'write ${NAME}, ${NAME:-default} or ${file:PATH}, and $$ for a dollar'],
    ['${}', 0, 'this is not a reference', 'write ${NAME}, ${NAME:-default} or ${file:PATH}, and $$ for a dollar'],
    ['${file:}', 0, 'this is not a reference', 'write ${NAME}, ${NAME:-default} or ${file:PATH}, and $$ for a dollar'],
  ])('%s', (text, offset, message, hint) => {
    const { findings, data } = substitute({ a: [text] }, { environment, files });
    expect(findings).toEqual([{ path: ['a', 0], offset, message, hint }]);
    expect(data).toEqual({ a: [text] });
  });

  test('and all of them are told', () => {
    const { findings } = substitute({ a: '${X}${Y}', b: '${Z}' }, { environment, files });
    expect(findings.map(({ path, offset }) => [path[0], offset])).toEqual([
      ['a', 0],
      ['a', 4],
      ['b', 0],
    ]);
  });
});

test('secrets are the contents of files and the variables whose names say so', () => {
  const data = ['${HOST}', 'Bearer ${API_TOKEN}', '${file:/run/token}', '${DB_PASSWORD:-fallback}'];
  expect(substitute(data, { environment, files }).secrets).toEqual(['s3cret', 'from-file', 'fallback']);
});

test('the paths of texts that held a reference are known', () => {
  const { substituted } = substitute({ a: '${HOST}', b: 'x$$', c: ['y', '${HOST}'] }, { environment, files });
  expect([...substituted]).toEqual(['a', 'c[1]']);
});

test('the files that data refers to are listed once each', () => {
  expect(referencedFiles({ a: '${file:x} ${file:y}', b: ['$${file:no}', '${file:x}'] })).toEqual(['x', 'y']);
});

test('a text in which every dollar is doubled comes out as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'$${}ab:-/') }), (text) => {
      expect(textOf(text.replaceAll('$', () => '$$'))).toBe(text);
    }),
  );
});
