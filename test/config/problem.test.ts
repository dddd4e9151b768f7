import { describe, expect, test } from 'vitest';
import { formatProblem, formatProblems, type Problem, tidyProblems } from '../../src/config/problem.ts';

function problem(about: Partial<Problem> = {}): Problem {
  return { file: 'a.yaml', line: 1, column: 1, path: '', message: 'wrong', ...about };
}

function snippet(line: string, column: number): string {
  const text = formatProblems([problem({ column })], new Map([['a.yaml', line]]), { color: false });
  return text.split('\n').slice(1, 3).join('\n');
}

describe('problems are shown', () => {
  test('as place, path, message, hint, and the source with a caret', () => {
    const text = 'services:\n  - name: a\n    timeout: 5 sec\n';
    const about = problem({
      line: 3,
      column: 14,
      path: 'services[0].timeout',
      message: 'expected a duration such as "10s", got "5 sec"',
      hint: 'write "5s"',
    });
    expect(formatProblems([about], new Map([['a.yaml', text]]), { color: false })).toBe(
      [
        'a.yaml:3:14 services[0].timeout: expected a duration such as "10s", got "5 sec" – write "5s"',
        '  3 |     timeout: 5 sec',
        '    |              ^',
        '',
      ].join('\n'),
    );
  });

  test('in the order of the files, then from top to bottom', () => {
    const sources = new Map([
      ['b.yaml', '1\n2\n'],
      ['a.yaml', '1\n2\n'],
    ]);
    const all = [
      problem({ file: 'a.yaml', line: 1 }),
      problem({ file: 'b.yaml', line: 2 }),
      problem({ file: 'b.yaml', line: 1, column: 2 }),
      problem({ file: 'b.yaml', line: 1 }),
    ];
    const places = formatProblems(all, sources, { color: false }).match(/^\w\.yaml:\d:\d/gm);
    expect(places).toEqual(['b.yaml:1:1', 'b.yaml:1:2', 'b.yaml:2:1', 'a.yaml:1:1']);
  });

  test('without a snippet where there is no such line', () => {
    expect(formatProblems([problem({ line: 9 })], new Map([['a.yaml', 'x']]), { color: false })).toBe(
      'a.yaml:9:1 wrong\n',
    );
  });

  test('with colour only where asked for', () => {
    const sources = new Map([['a.yaml', 'x']]);
    expect(formatProblems([problem()], sources, { color: true })).toContain('\u001b[31m^');
    expect(formatProblems([problem()], sources, { color: false })).not.toContain('\u001b');
  });

  test('up to a hundred, and how many more there are', () => {
    const all = Array.from({ length: 103 }, (_item, index) => problem({ column: index + 1 }));
    const text = formatProblems(all, new Map([['a.yaml', 'x'.repeat(200)]]), { color: false });
    expect(text.match(/wrong/g)).toHaveLength(100);
    expect(text).toMatch(/\n… and 3 more\n$/);
  });

  test('on one line without escape sequences from the file', () => {
    expect(formatProblem(problem({ path: 'x', message: 'a\u001b[31m\nb\u202ec' }))).toBe('a.yaml:1:1 x: a bc');
  });
});

describe('the source line under a problem', () => {
  test.each([
    ['shows control characters', 'a\tb\u0007\u001b[2Kc\u202ed', 4, '  1 | a→b␇␛[2Kc\ufffdd\n    |    ^'],
    ['puts the caret behind wide characters', 'a: "日本" x', 9, '  1 | a: "日本" x\n    |           ^'],
    ['counts combining characters as nothing', 'e\u0301: x', 5, '  1 | e\u0301: x\n    |    ^'],
    ['masks the value of a sensitive key', 'token: "abc def" # why', 1, '  1 | token: ********* # why\n    | ^'],
    ['masks it between braces', '{ password: hunter2, a: b }', 1, '  1 | { password: *******, a: b }\n    | ^'],
    ['masks a webhook', 'webhook_url: https://hooks.example/T1/B1', 1, `  1 | webhook_url: ${'*'.repeat(27)}\n    | ^`],
    [
      'shows the placeholder of a webhook',
      'webhook_url: https://h.example/YOUR/WEBHOOK/URL',
      1,
      '  1 | webhook_url: https://h.example/YOUR/WEBHOOK/URL\n    | ^',
    ],
    ['shows a mere reference', 'token: "${TOKEN}"', 1, '  1 | token: "${TOKEN}"\n    | ^'],
    ['masks the default of a reference', 'token: "${TOKEN:-abc}"', 1, '  1 | token: ***************\n    | ^'],
    ['masks userinfo', 'url: https://user:pass@x.example/', 1, '  1 | url: https://*********@x.example/\n    | ^'],
    [
      'masks sensitive parameters',
      'url: https://x.example/?a=1&api_key=abc&b=2',
      1,
      '  1 | url: https://x.example/?a=1&api_key=***&b=2\n    | ^',
    ],
    ['masks JSON', '"token":"abc","a":1', 1, '  1 | "token":*****,"a":1\n    | ^'],
  ])('%s', (_name, line, column, expected) => {
    expect(snippet(line, column)).toBe(expected);
  });

  test('is cut around the column where it is long', () => {
    const line = `${'a'.repeat(200)}X${'b'.repeat(200)}`;
    const [source = '', caret = ''] = snippet(line, 201).split('\n');
    expect(source).toMatch(/^ {2}1 \| …a{50}Xb{49}…$/);
    expect(source[caret.indexOf('^')]).toBe('X');
  });

  test('is cut on one side near an end', () => {
    expect(snippet('a'.repeat(150), 1)).toBe(`  1 | ${'a'.repeat(100)}…\n    | ^`);
    expect(snippet(`${'a'.repeat(149)}X`, 150)).toBe(`  1 | …${'a'.repeat(99)}X\n    | ${' '.repeat(100)}^`);
  });
});

describe('problems are tidied', () => {
  const sources = new Map([['a.yaml', '']]);

  test('by leaving out what only follows from a reference without value', () => {
    const unset = problem({ path: 'services[0].url', message: 'the environment variable X is not set' });
    const follows = problem({ path: 'services[0].url', message: 'expected a URL' });
    const other = problem({ path: 'services[0].name', message: 'is required' });
    const tidied = tidyProblems([unset, follows, other], {
      sources,
      referenceProblems: [unset],
      redact: (text) => text,
    });
    expect(tidied).toEqual([unset, other]);
  });

  test('by saying the same only once', () => {
    const tidied = tidyProblems([problem(), problem()], { sources, referenceProblems: [], redact: (text) => text });
    expect(tidied).toEqual([problem()]);
  });

  test('by masking secrets and userinfo', () => {
    const told = problem({ message: 'got "s3cret" at https://u:p@x.example', hint: 'not s3cret' });
    const redact = (text: string) => text.replaceAll('s3cret', '***');
    const [tidied] = tidyProblems([told], { sources, referenceProblems: [], redact });
    expect(tidied).toMatchObject({ message: 'got "***" at https://***@x.example', hint: 'not ***' });
  });
});

describe('a snippet masks what its names say is secret', () => {
  test.each([
    ['password: hunter22', 'password: ********'],
    ['{"json":{"password":"hunter22"},"x":1}', '{"json":{"password":**********},"x":1}'],
    [String.raw`body: "{\"token\":\"hunter22\"}"`, String.raw`body: "{\"token\":**********\"}"`],
    ['url: http://user:hunter22@a/?api_key=hunter22&b=c', 'url: http://*************@a/?api_key=********&b=c'],
    ['key: value', 'key: *****'],
    ['name: harmless', 'name: harmless'],
  ])('%s', (line, shown) => {
    expect(snippet(line, 1).split('\n')[0]).toBe(`  1 | ${shown}`);
  });
});
