import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addServiceText, removeServiceText, type TextEdit } from '../../src/config/edit-text.ts';
import { parseYaml } from '../../src/config/yaml.ts';

const added = { name: 'new', url: 'https://new.example' };

function textOf(edit: TextEdit): string {
  if (!edit.ok) throw new Error(JSON.stringify(edit.problems));
  return edit.text;
}

function servicesIn(text: string): readonly { readonly name: string }[] {
  const parsed = parseYaml('f', text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return (parsed.document.data as { services: { name: string }[] }).services;
}

/** Layouts of a list with at least one entry; `new` is added and removed again. */
const layouts: readonly (readonly [string, string])[] = [
  ['indented', 'services:\n  - name: a\n    url: x\n'],
  ['without line break at the end', 'services:\n  - name: a\n    url: x'],
  ['not indented', 'services:\n- name: a\n  url: x\nalerts: {}\n'],
  ['widely indented', 'services:\n    -   name: a\n        url: x\n    -   name: b\n        url: y\n'],
  ['with CR LF', 'services:\r\n  - name: a\r\n    url: x\r\nmonitoring:\r\n  max_workers: 1\r\n'],
  ['with CR LF and none at the end', 'services:\r\n  - name: a\r\n    url: x'],
  ['with CR', 'services:\r  - name: a\r    url: x\ralerts: {}\r'],
  ['with blank lines between', 'services:\n  - name: a\n    url: x\n\n  - name: b\n    url: y\n\nalerts: {}\n'],
  ['with blanks on the blank lines', 'services:\n  - name: a\n   \n  - name: b\n  \t \n  \nalerts: {}\n'],
  ['with several blank lines between', 'services:\n  - name: a\n\n\n  - name: b\n\n\nalerts: {}\n'],
  ['in double quotes', 'services:\n  - name: "a"\n    url: "x"\n'],
  ['in single quotes', "services:\n  - name: 'a'\n    url: 'x'\n"],
  ['with quoted keys', '"services":\n  - "name": "a"\n'],
  [
    'with comments everywhere',
    '# top\nservices: # list\n  # first\n  - name: a # one\n    # inside\n    url: x # two\n    # end of a\n  # after a\n\n# before alerts\nalerts: {}\n# last\n',
  ],
  ['with a commented entry at its end', 'services:\n  - name: a\n  # - name: off\n  #   url: y\nalerts: {}\n'],
  ['with a comment at the end of the file', 'services:\n  - name: a\n# end'],
  ['with trailing blanks', 'services:   \n  - name: a   \n    url: x   \nalerts: {}   \n'],
  ['with keys before and after', 'monitoring: { max_workers: 2 }\nservices:\n  - name: a\nalerts:\n  directory: x\n'],
  ['with a document start', '---\nservices:\n  - name: a\n'],
  ['with a document end', '---\nservices:\n  - name: a\n...\n'],
  ['with a directive', '%YAML 1.2\n---\nservices:\n  - name: a\n'],
  ['with entries in braces', 'services:\n  - { name: a, url: x }\n  - { name: b, url: y } # two\n'],
  ['with entries in braces over several lines', 'services:\n  - { name: a,\n      url: x }\nalerts: {}\n'],
  ['with the dash on its own line', 'services:\n  -\n    name: a\n    url: x\n  -\n    name: b\n'],
  ['with an anchor on an entry', 'services:\n  - &a\n    name: a\n    timeout: 5\n  - <<: *a\n    name: b\n'],
  ['with an anchor on the list', 'services: &all\n  - name: a\nalerts: {}\n'],
  ['with a literal text at its end', 'services:\n  - name: a\n    body: |\n      one\n\n      two\n\nalerts: {}\n'],
  ['with a folded text at its end', 'services:\n  - name: a\n    body: >-\n      one\n      two\n'],
  [
    'with text over several lines',
    'services:\n  - name: a\n    body: "one\n      two"\n    url: x\n      y\nalerts: {}\n',
  ],
  ['with an empty value at its end', 'services:\n  - name: a\n    body:\nalerts: {}\n'],
  [
    'with nested lists',
    'services:\n  - name: a\n    expected_status:\n      - 200\n      - 204\n    tags:\n      - x\n',
  ],
  ['with dashes in a text', 'services:\n  - name: a\n    body: |\n      - not\n      - a list\n  - name: b\n'],
  ['in brackets on one line', 'services: [{name: a, url: x}, {name: b}]\n'],
  ['in brackets with blanks', 'services: [ { name: a } ] # all\n'],
  ['in brackets with a comma at the end', 'services: [{name: a}, {name: b},]\n'],
  ['in brackets over several lines', 'services: [\n    {name: a},\n    {name: b}\n  ]\nalerts: {}\n'],
  ['in brackets over several lines with a comma at the end', 'services: [\n    {name: a},\n    {name: b},\n  ]\n'],
  ['in brackets with comments', 'services: [\n    {name: a}, # one\n    {name: b} # two\n  ]\n'],
  [
    'in brackets with comments and a comma at the end',
    'services: [\n    {name: a}, # one\n    {name: b}, # two\n  ]\n',
  ],
  ['as JSON', '{\n  "services": [\n    {"name": "a", "url": "x"},\n    {"name": "b"}\n  ],\n  "alerts": {}\n}\n'],
  ['as JSON on one line', '{"services":[{"name":"a"}]}'],
  ['as JSON with nothing in it', '{"services": []}'],
  ['that is empty', 'services: []\nalerts: {}\n'],
  ['that is empty with a comment', 'services: [] # none yet\n'],
  ['that is empty above a comment', 'services: []\n  # - name: off\nalerts: {}\n'],
  ['that is indented as a whole', '  services:\n    - name: a\n  alerts: {}\n'],
  ['with wide characters', 'services:\n  - name: 日本 😀\n    url: x # é\n'],
];

describe('a service is added to and removed from a list', () => {
  test.each(layouts)('%s', (_name, before) => {
    const count = servicesIn(before).length;
    const after = textOf(addServiceText('f', before, added));
    expect(servicesIn(after)).toHaveLength(count + 1);
    expect(servicesIn(after).at(-1)).toEqual(added);
    expect(textOf(removeServiceText('f', after, 'new'))).toBe(before);
  });

  test.each(layouts.filter(([, text]) => !/services"?: ?\[\]/.test(text)))(
    'every other byte stays: %s',
    (_name, before) => {
      const after = textOf(addServiceText('f', before, added));
      let same = 0;
      for (const character of after) if (character === [...before][same]) same += 1;
      expect(same).toBe([...before].length);
    },
  );

  test.each(layouts)('every entry can be removed alone: %s', (_name, before) => {
    for (const { name } of servicesIn(before)) {
      const edit = removeServiceText('f', before, name);
      // Others may refer to what it defines: then nothing is touched.
      if (!edit.ok) {
        expect(before).toContain('&');
        continue;
      }
      expect(servicesIn(edit.text)).toEqual(servicesIn(before).filter((service) => service.name !== name));
      for (const comment of before.match(/# (?:top|list|first|after a|before alerts|last)$/gm) ?? []) {
        expect(edit.text).toContain(comment);
      }
    }
  });
});

describe('a new entry looks like its neighbours', () => {
  const entry = { name: 'new', url: 'https://x.example/?a=1#b', headers: { 'X-A': 'yes', B: '5' } };

  test.each([
    [
      'with blank lines, quotes and comments where the others have them',
      'services:\n  - name: "a"\n    url: "x"\n\n  - name: "b"\n    url: "y"\n    # of b\n\nalerts: {}\n',
      'services:\n  - name: "a"\n    url: "x"\n\n  - name: "b"\n    url: "y"\n    # of b\n\n  - name: "new"\n    url: "https://x.example/?a=1#b"\n    headers:\n      X-A: "yes"\n      B: "5"\n\nalerts: {}\n',
    ],
    [
      'without quotes, except where they are needed',
      'services:\n- name: a\n',
      'services:\n- name: a\n- name: new\n  url: https://x.example/?a=1#b\n  headers:\n    X-A: "yes"\n    B: "5"\n',
    ],
    [
      'in braces',
      'services:\n  - { name: a }\n',
      'services:\n  - { name: a }\n  - { name: new, url: https://x.example/?a=1#b, headers: { X-A: "yes", B: "5" } }\n',
    ],
    [
      'as JSON',
      '{"services": [{"name": "a"}]}',
      '{"services": [{"name": "a"}, { "name": "new", "url": "https://x.example/?a=1#b", "headers": { "X-A": "yes", "B": "5" } }]}',
    ],
  ])('%s', (_name, before, after) => {
    expect(textOf(addServiceText('f', before, entry))).toBe(after);
  });

  test('and begins a list where there is none', () => {
    const list = 'services:\n  - name: new\n    url: https://new.example\n';
    const cases = [
      ['', list],
      ['# hello\n', `# hello\n${list}`],
      ['# hello', `# hello\n${list}`],
      ['services:\n', list],
      ['services: ~ # none\n', list.replace('services:', 'services: # none')],
      ['services: null\nalerts: {}\n', `${list}alerts: {}\n`],
      ['alerts: {}\n\n# end\n', `alerts: {}\n${list}\n# end\n`],
      ['alerts: {}', `alerts: {}\n${list.trimEnd()}`],
      ['{}', '{"services": [{ "name": "new", "url": "https://new.example" }]}'],
    ] as const;
    for (const [before, after] of cases) expect(textOf(addServiceText('f', before, added))).toBe(after);
  });

  test.each([
    ['an em space', 'a\u2003', 'url: a\u2003'],
    ['blank lines', 'a\n\n', 'url: "a\\n\\n"'],
  ])('and keeps %s at its end', (_name, url, line) => {
    const before = 'services:\n  - name: a\n';
    const after = textOf(addServiceText('f', before, { name: 'new', url }));
    expect(after.split('\n').at(-2)?.trimStart()).toBe(line);
    expect(servicesIn(after).at(-1)).toEqual({ name: 'new', url });
  });

  test('and reads back as what was asked for, whatever its texts hold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    const tricky = fc.constantFrom(
      'yes',
      '~',
      '1e3',
      '0x1',
      ' a',
      'a: b',
      '# x',
      '- x',
      '*x',
      '&x',
      '!x',
      '${X}',
      'a\nb',
      'a\n',
      'a\n\n',
      'a\u00a0',
      'a\u2003',
      'a\u2028',
      'a\ufeff',
      '"',
      "'",
      '\u0000',
      '2026-01-01',
      '{}',
      '\\',
    );
    const value = fc.oneof(text, tricky);
    const entry = fc.record(
      {
        name: value,
        url: value,
        headers: fc.dictionary(
          value.filter((key) => key !== '__proto__'),
          value,
          { maxKeys: 3, noNullPrototype: true },
        ),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(entry, fc.constantFrom(...layouts), (service, [, before]) => {
        fc.pre(servicesIn(before).every(({ name }) => name !== service.name));
        const after = textOf(addServiceText('f', before, service));
        expect(servicesIn(after).at(-1)).toEqual(service);
        expect(textOf(removeServiceText('f', after, service.name))).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an edit is refused', () => {
  test.each([
    [
      'for a name that is taken',
      'services:\n  - name: new\n',
      { line: 2, column: 11, message: 'a service named "new" is already there' },
    ],
    [
      'for a list behind an alias',
      'x: &l [{name: a}]\nservices: *l\n',
      {
        line: 2,
        column: 11,
        message: 'this list cannot be edited without touching something else',
        hint: 'edit the file by hand',
      },
    ],
    [
      'where something else refers to the list',
      'services: &l\n  - name: a\nx: *l\n',
      {
        line: 1,
        column: 1,
        message: 'this list cannot be edited without touching something else',
        hint: 'edit the file by hand',
      },
    ],
    [
      'where blank lines belong to a text',
      'services:\n  - name: a\n    body: |+\n      x\n\n\nalerts: {}\n',
      {
        line: 1,
        column: 1,
        message: 'this list cannot be edited without touching something else',
        hint: 'edit the file by hand',
      },
    ],
    ['for a file that is a list', '- a\n', { line: 1, column: 1, message: 'the top of the file is no mapping' }],
    [
      'for services that are a mapping',
      'services: { a: b }\n',
      {
        line: 1,
        column: 11,
        message: 'this list cannot be edited without touching something else',
        hint: 'edit the file by hand',
      },
    ],
    [
      'for what is not YAML',
      'a: b: c\n',
      {
        line: 1,
        column: 5,
        message: 'not valid YAML: bad indentation of a mapping entry',
        hint: 'put a value that contains ": " in quotes',
      },
    ],
  ])('%s', (_name, text, problem) => {
    const edit = addServiceText('f', text, added);
    expect(edit.ok).toBe(false);
    expect(!edit.ok && edit.problems).toMatchObject([problem]);
  });

  test('for a name that is not there, with the one that was meant', () => {
    const edit = removeServiceText('f', 'services:\n  - name: checkout\n', 'chekout');
    expect(!edit.ok && edit.problems).toEqual([
      {
        file: 'f',
        line: 1,
        column: 1,
        path: '',
        message: 'no service is named "chekout"',
        hint: 'did you mean "checkout"?',
      },
    ]);
  });
});
