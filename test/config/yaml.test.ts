import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../src/config/problem.ts';
import { parseYaml } from '../../src/config/yaml.ts';

function problemsOf(text: string): string {
  const parsed = parseYaml('services.yaml', text);
  return parsed.ok
    ? 'no problem'
    : formatProblems(parsed.problems, new Map([['services.yaml', text]]), { color: false });
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

describe('a YAML text is refused with its place', () => {
  const bomb = [
    'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
    ...['b', 'c', 'd', 'e', 'f'].map((name, index) => {
      const alias = `*${'abcde'[index]}`;
      return `${name}: &${name} [${Array(9).fill(alias).join(', ')}]`;
    }),
  ].join('\n');

  test.each([
    [
      'every duplicate key at once, at its second place',
      'a: 1\nb: 2\na: 3\nc: {x: 1, x: 2}\n',
      lines(
        'services.yaml:3:1 a: this key is there twice – remove one of the two',
        '  3 | a: 3',
        '    | ^',
        'services.yaml:4:11 c.x: this key is there twice – remove one of the two',
        '  4 | c: {x: 1, x: 2}',
        '    |           ^',
      ),
    ],
    [
      'a tab as indentation',
      'a:\n\tb: 1\n',
      lines(
        'services.yaml:2:1 not valid YAML: tab characters must not be used in indentation – indent with blanks',
        '  2 | →b: 1',
        '    | ^',
      ),
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2\n',
      lines(
        'services.yaml:3:1 a second document begins here – put everything into one document',
        '  3 | b: 2',
        '    | ^',
      ),
    ],
    [
      'an empty file',
      '',
      lines('services.yaml:1:1 the file is empty – it needs at least "services:"', '  1 | ', '    | ^'),
    ],
    [
      'a file of comments',
      '# one\n# two\n',
      lines('services.yaml:1:1 the file is empty – it needs at least "services:"', '  1 | # one', '    | ^'),
    ],
    [
      '__proto__ as a key',
      'services:\n  - __proto__: { name: x }\n',
      lines(
        'services.yaml:2:5 services[0].__proto__: this key is not allowed',
        '  2 |   - __proto__: { name: x }',
        '    |     ^',
      ),
    ],
    [
      'an alias that contains itself',
      'a: &x\n  b: *x\n',
      lines('services.yaml:2:6 a.b: the alias *x stands for a value that contains it', '  2 |   b: *x', '    |      ^'),
    ],
    [
      'an alias without anchor',
      'a: *x\n',
      lines('services.yaml:1:4 a: no anchor &x before this alias', '  1 | a: *x', '    |    ^'),
    ],
    [
      'braces that make a mapping a key',
      'a: {{b}}\n',
      lines(
        'services.yaml:1:5 a: a key must be text – put text that begins with {, [ or * in quotes',
        '  1 | a: {{b}}',
        '    |     ^',
      ),
    ],
    [
      'a value with a colon',
      'a: b: c\n',
      lines(
        'services.yaml:1:5 not valid YAML: bad indentation of a mapping entry – put a value that contains ": " in quotes',
        '  1 | a: b: c',
        '    |     ^',
      ),
    ],
    [
      'a value that begins with a reserved character',
      'a: @b\n',
      lines(
        'services.yaml:1:4 not valid YAML: bad indentation of a mapping entry – put a value that begins with @ in quotes',
        '  1 | a: @b',
        '    |    ^',
      ),
    ],
    [
      'a quote that is not closed',
      'a: "b\nc: 1\n',
      lines(
        'services.yaml:2:1 not valid YAML: deficient indentation – close the quote or bracket of line 1',
        '  2 | c: 1',
        '    | ^',
      ),
    ],
    [
      'a reference without quotes between braces',
      'a: { b: ${X} }\n',
      lines(
        'services.yaml:1:10 not valid YAML: missed comma between flow collection entries – between { } put it in quotes: "${X}"',
        '  1 | a: { b: ${X} }',
        '    |          ^',
      ),
    ],
    [
      'an unknown tag',
      'a: !!js/function "x"\n',
      lines(
        'services.yaml:1:4 not valid YAML: unknown scalar tag !<tag:yaml.org,2002:js/function>',
        '  1 | a: !!js/function "x"',
        '    |    ^',
      ),
    ],
    [
      'a NUL character',
      'a: \0\n',
      lines('services.yaml:1:4 not valid YAML: null byte is not allowed in input', '  1 | a: ␀', '    |    ^'),
    ],
    [
      'half a character',
      'a: "\\ud800"\n',
      lines('services.yaml:1:4 a: half of a surrogate pair is no character', '  1 | a: "\\ud800"', '    |    ^'),
    ],
    [
      'an alias bomb',
      bomb,
      lines(
        'services.yaml:1:1 aliases make this file larger than 100000 values – write the values out',
        '  1 | a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
        '    | ^',
      ),
    ],
    [
      'nesting beyond 50 levels',
      '['.repeat(60),
      lines(
        'services.yaml:1:50 not valid YAML: nesting exceeded maxDepth (50)',
        `  1 | ${'['.repeat(60)}`,
        `    | ${' '.repeat(49)}^`,
      ),
    ],
  ])('%s', (_name, text, expected) => {
    expect(problemsOf(text)).toBe(expected);
  });

  test('more than 200 aliases', () => {
    const text = `a: &a 1\nb: [${Array(201).fill('*a').join(', ')}]\n`;
    expect(problemsOf(text)).toMatch(/^services\.yaml:2:\d+ not valid YAML: aliases exceed/);
  });
});

describe('a YAML text yields', () => {
  test.each([
    [
      'merged keys, its own ones winning',
      'a: &a { x: 1, y: 2 }\nb:\n  <<: *a\n  y: 3\n',
      { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } },
    ],
    [
      'several merged mappings, the first one winning',
      'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n',
      { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
    ],
    [
      'the scalars of YAML 1.2: yes, dates and times are text',
      'a: yes\nb: 2026-01-01\nc: 12:30:45\nd: 0o14\ne: 1e3\nf: ~\n',
      { a: 'yes', b: '2026-01-01', c: '12:30:45', d: 12, e: 1_000, f: null },
    ],
    ['the same with CR LF', 'a:\r\n  - b\r\n  - c\r\n', { a: ['b', 'c'] }],
    ['JSON', '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
  ])('%s', (_name, text, data) => {
    const parsed = parseYaml('f', text);
    expect(parsed.ok && parsed.document.data).toEqual(data);
  });

  test.each([
    ['a key', ['services', 0, 'url'], { at: 'key' }, { line: 3, column: 5 }],
    ['a plain value', ['services', 0, 'url'], {}, { line: 3, column: 10 }],
    ['a quoted value at its quote', ['services', 0, 'name'], {}, { line: 2, column: 11 }],
    ['a place inside a quoted value', ['services', 0, 'name'], { offset: 2 }, { line: 2, column: 14 }],
    ['an entry at its first key', ['services', 1], {}, { line: 4, column: 5 }],
    ['a missing key at its nearest parent', ['services', 1, 'url'], {}, { line: 4, column: 5 }],
    ['a merged key at the mapping that merges it', ['services', 1, 'timeout'], {}, { line: 4, column: 5 }],
    ['what an alias stands for at the key of the alias', ['services', 1, 'headers', 'A'], {}, { line: 6, column: 5 }],
    ['an empty value at its key', ['services', 1, 'body'], {}, { line: 7, column: 5 }],
    ['a block text at its header', ['text'], {}, { line: 8, column: 7 }],
    ['an entry of a list in brackets', ['list', 1], {}, { line: 10, column: 11 }],
    ['a missing key of a nested mapping at that mapping’s key', ['map', 'b', 'c'], {}, { line: 11, column: 1 }],
    ['the whole file at its first key', [], {}, { line: 1, column: 1 }],
  ] as const)('the position of %s', (_name, path, options, position) => {
    const text = lines(
      'services:',
      '  - name: "one"',
      '    url: https://a.example',
      '  - name: two',
      '    <<: { timeout: 5, x: &h { A: b } }',
      '    headers: *h',
      '    body:',
      'text: |',
      '  several',
      'list: [1, 22]',
      'map: { a: 1 }',
    );
    const parsed = parseYaml('f', text);
    if (!parsed.ok) throw new Error(formatProblems(parsed.problems, new Map(), { color: false }));
    expect(parsed.document.positionOf(path, options)).toEqual({ file: 'f', ...position });
  });

  test('either data or problems inside the text, for any text', () => {
    const yamlish = fc.string({
      unit: fc.constantFrom(...'ab: -\n\t[]{}"\'#&*|>!%@,?~<0$\r\\\u0085\ufeff😀'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseYaml('f', text);
        if (parsed.ok) return;
        const count = text.split(/\r\n|\r|\n/).length;
        for (const { line, column } of parsed.problems) {
          expect(line).toBeLessThanOrEqual(count);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
