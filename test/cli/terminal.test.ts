import { expect, test } from 'vitest';
import { colorFor, lookOf, stderrColor, supportsUnicode } from '../../src/cli/terminal.ts';

const terminal = { isTTY: true };
const file = { isTTY: false };

test.each([
  ['a terminal', terminal, {}, undefined, true],
  ['a file', file, {}, undefined, false],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, undefined, false],
  ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, undefined, false],
  ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, undefined, true],
  ['a file with FORCE_COLOR', file, { FORCE_COLOR: '1' }, undefined, true],
  ['a file with an empty FORCE_COLOR', file, { FORCE_COLOR: '' }, undefined, false],
  ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, undefined, false],
  ['a terminal with FORCE_COLOR=false', terminal, { FORCE_COLOR: 'false' }, undefined, false],
  ['a dumb terminal with FORCE_COLOR', terminal, { FORCE_COLOR: '3', TERM: 'dumb' }, undefined, true],
  ['a terminal with NO_COLOR and FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
  ['a file with --color and NO_COLOR', file, { NO_COLOR: '1' }, true, true],
  ['a terminal with --no-color and FORCE_COLOR', terminal, { FORCE_COLOR: '1' }, false, false],
])('%s', (_name, stream, environment, flag, expected) => {
  expect(colorFor(stream, { environment, ...(flag === undefined ? {} : { color: flag }) })).toBe(expected);
});

test.each([
  ['a UTF-8 language', { LANG: 'de_DE.UTF-8' }, true],
  ['the C locale in UTF-8', { LANG: 'C.utf8' }, true],
  ['another encoding', { LANG: 'de_DE.ISO-8859-1' }, false],
  ['the POSIX locale', { LANG: 'C' }, false],
  ['no locale', {}, false],
  ['LC_ALL over LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
  ['LC_CTYPE over LANG', { LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
  ['an empty LC_ALL', { LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
  ['the Linux console', { TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
  ['Windows Terminal', { WT_SESSION: 'a' }, true],
])('symbols beyond ASCII under %s', (_name, environment, expected) => {
  expect(supportsUnicode(environment)).toBe(expected);
});

test('each stream is looked at for itself', () => {
  const output = {
    stdout: { isTTY: false, width: Number.POSITIVE_INFINITY },
    stderr: { isTTY: true, width: 80 },
    data() {},
    backlog: () => 0,
    note() {},
    status() {},
  };
  const environment = { LANG: 'en_US.UTF-8' };
  expect(stderrColor({ output, environment })).toBe(true);
  expect(lookOf(output.stdout, { environment })).toEqual({
    color: false,
    width: Number.POSITIVE_INFINITY,
    unicode: true,
  });
});
