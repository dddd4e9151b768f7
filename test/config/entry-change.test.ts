import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeServiceText, type ServiceChanges } from '../../src/config/edit-text.ts';
import { parseYaml } from '../../src/config/yaml.ts';

function changed(text: string, changes: ServiceChanges, name = 'a'): string {
  const edit = changeServiceText('f', text, name, changes);
  if (!edit.ok) throw new Error(JSON.stringify(edit.problems));
  return edit.text;
}

const commented = `# top
services: # list
  # about a
  - name: a # one
    # about its address
    url: https://a.example # two
    timeout: 5s   # three
    tags: { team: web } # four
    # end of a
  # about b
  - name: b
    url: https://b.example # b

# last
alerts: {} # five
`;

describe('a key of an entry', () => {
  test.each<readonly [string, ServiceChanges, string, string]>([
    ['is set in its place', { timeout: '9s' }, 'timeout: 5s   # three', 'timeout: 9s   # three'],
    ['becomes a number', { timeout: 7 }, 'timeout: 5s ', 'timeout: 7 '],
    ['becomes another mapping in braces', { tags: { team: 'ops' } }, '{ team: web } # four', '{ team: ops } # four'],
    ['is taken out with its comment', { timeout: null }, '    timeout: 5s   # three\n', ''],
    [
      'is added at the end',
      { group: 'shop' },
      'tags: { team: web } # four\n',
      'tags: { team: web } # four\n    group: shop\n',
    ],
    [
      'is added as lines',
      { retry: { max_retries: 2 } },
      '{ team: web } # four\n',
      '{ team: web } # four\n    retry:\n      max_retries: 2\n',
    ],
    ['that holds a secret with a hash is quoted', { timeout: 'a # b' }, 'timeout: 5s ', 'timeout: "a # b" '],
  ])('%s, and every other byte stays', (_name, changes, before, after) => {
    expect(commented).toContain(before);
    expect(changed(commented, changes)).toBe(commented.replace(before, after));
  });

  test('that is what it was changes nothing', () => {
    expect(changed(commented, { timeout: '5s', tags: { team: 'web' } })).toBe(commented);
  });

  test('may be several at once', () => {
    const text = changed(commented, { timeout: null, url: 'https://new.example', group: 'x' });
    expect(text).toContain('url: https://new.example # two\n');
    expect(text).toContain('# about its address\n');
    expect(text).not.toContain('timeout');
    expect(text).toContain('    group: x\n');
  });

  test.each([
    [
      'an entry in braces',
      'services:\n  - { name: a, url: x, timeout: 5s } # c\n',
      { timeout: '9s', url: null },
      'services:\n  - { name: a, timeout: 9s } # c\n',
    ],
    [
      'JSON',
      '{"services": [{"name": "a", "url": "x"}]}',
      { url: 'z.example', timeout: 5 },
      '{"services": [{"name": "a", "url": "z.example", "timeout": 5}]}',
    ],
    [
      'CR LF',
      'services:\r\n  - name: a\r\n    url: x\r\n',
      { timeout: 5 },
      'services:\r\n  - name: a\r\n    url: x\r\n    timeout: 5\r\n',
    ],
    [
      'quotes',
      'services:\n  - name: "a"\n    url: "x"\n',
      { url: 'z.example' },
      'services:\n  - name: "a"\n    url: "z.example"\n',
    ],
    [
      'an empty value',
      'services:\n  - name: a\n    url:\n    timeout: 5\n',
      { url: 'z.example' },
      'services:\n  - name: a\n    url: z.example\n    timeout: 5\n',
    ],
    ['the first key', 'services:\n  - url: x\n    name: a\n', { url: null }, 'services:\n  - name: a\n'],
    [
      'the last line without a line break',
      'services:\n  - name: a\n    url: x',
      { url: 'z.example' },
      'services:\n  - name: a\n    url: z.example',
    ],
    [
      'a text over several lines',
      'services:\n  - name: a\n    body: |\n      one\n      two\n    url: x\n',
      { body: 'three' },
      'services:\n  - name: a\n    body: three\n    url: x\n',
    ],
    [
      'a list',
      'services:\n  - name: a\n    expected_status:\n      - 200\n      - 204\n    url: x\n',
      { expected_status: [201] },
      'services:\n  - name: a\n    expected_status:\n      - 201\n    url: x\n',
    ],
    [
      'an inherited key',
      'services:\n  - &a\n    name: b\n    timeout: 5\n  - <<: *a\n    name: a\n',
      { timeout: 6 },
      'services:\n  - &a\n    name: b\n    timeout: 5\n  - <<: *a\n    name: a\n    timeout: 6\n',
    ],
  ] as const)('is changed in %s', (_name, before, changes, after) => {
    expect(changed(before, changes)).toBe(after);
  });

  test('that is only inherited cannot be taken out but by writing the entry anew, without what it inherits from', () => {
    const text = 'services:\n  - &a\n    name: b\n    timeout: 5\n  # a\n  - <<: *a\n    name: a\n';
    expect(changed(text, { timeout: null })).toBe(
      'services:\n  - &a\n    name: b\n    timeout: 5\n  # a\n  - name: a\n',
    );
  });

  test('of a service that is not there is refused with the closest name', () => {
    const edit = changeServiceText('f', commented, 'A', { timeout: 1 });
    expect(edit).toMatchObject({ ok: false, problems: [{ message: 'no service is named "A"' }] });
  });

  test('whatever it is set to is read back, and every comment elsewhere stays', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string(), { maxKeys: 3, noNullPrototype: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom('url', 'timeout', 'tags', 'group'), value, (key, wanted) => {
        const text = changed(commented, { [key]: wanted });
        const parsed = parseYaml('f', text);
        if (!parsed.ok) throw new Error('not read back');
        const [first, second] = (parsed.document.data as { services: Record<string, unknown>[] }).services;
        expect(first?.[key]).toEqual(wanted);
        expect(second).toEqual({ name: 'b', url: 'https://b.example' });
        for (const comment of ['# top', '# list', '# about a', '# one', '# about b', '# b\n', '# last', '# five'])
          expect(text).toContain(comment);
      }),
    );
  });
});
