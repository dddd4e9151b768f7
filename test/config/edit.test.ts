import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addService, type EditResult, removeService } from '../../src/config/edit.ts';
import { withLock } from '../../src/config/lock.ts';
import { formatProblems } from '../../src/config/problem.ts';
import { parseYaml } from '../../src/config/yaml.ts';
import { bundleProgram } from '../support/bundled.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svcmon-edit-'));
  path = join(folder, 'services.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

const service = { name: 'new', url: 'https://new.example' };
const list = 'services:\n  - name: a # first\n    url: https://a.example\n';
const longer = `${list}  - name: new\n    url: https://new.example\n`;

function add(more: { readonly dryRun?: boolean; readonly waitMs?: number } = {}): Promise<EditResult> {
  return addService({ path, environment: {}, service, ...more });
}

function refusal(result: EditResult): string {
  if (result.ok) throw new Error('the edit was not refused');
  return formatProblems(result.problems, result.sources, { color: false }).replaceAll(`${folder}/`, '');
}

describe('adding a service', () => {
  test('writes it below the others and says what changed', async () => {
    await writeFile(path, list);
    expect(await add()).toEqual({ ok: true, file: path, before: list, after: longer });
    expect(await readFile(path, 'utf8')).toBe(longer);
    expect(await readdir(folder)).toEqual(['services.yaml']);
  });

  test('keeps the byte order mark and the mode', async () => {
    await writeFile(path, `\ufeff${list}`);
    await chmod(path, 0o640);
    await add();
    expect(await readFile(path, 'utf8')).toBe(`\ufeff${longer}`);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test('writes to where a symbolic link leads', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'x.yaml'), list);
    await symlink('real/x.yaml', path);
    await add();
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'real', 'x.yaml'), 'utf8')).toBe(longer);
  });

  test('only shows the change in a dry run', async () => {
    await writeFile(path, list);
    expect(await add({ dryRun: true })).toMatchObject({ ok: true, after: longer });
    expect(await readFile(path, 'utf8')).toBe(list);
  });

  test('is refused for a name that is taken', async () => {
    await writeFile(path, longer);
    expect(refusal(await add())).toBe(
      'services.yaml:4:11 a service named "new" is already there\n  4 |   - name: new\n    |           ^\n',
    );
    expect(await readFile(path, 'utf8')).toBe(longer);
  });

  test('is refused for a name that an included file has', async () => {
    await writeFile(path, `include: more.yaml\n${list}`);
    await writeFile(join(folder, 'more.yaml'), 'services:\n  - name: new\n    url: https://x.example\n');
    expect(refusal(await add())).toContain(
      'more.yaml:2:11 services[0].name: the name "new" is already taken at services.yaml:5:11',
    );
  });

  test('is refused where it makes a new problem, which is shown in the text to be', async () => {
    await writeFile(path, list);
    const result = await addService({ path, environment: {}, service: { ...service, timout: '5s' } });
    expect(refusal(result)).toBe(
      'services.yaml:6:5 services[1].timout: unknown key – did you mean "timeout"?\n  6 |     timout: 5s\n    |     ^\n',
    );
    expect(await readFile(path, 'utf8')).toBe(list);
  });

  test('does not mind the problems that were there before', async () => {
    const broken = `${list}    timout: 5\n    headers: { X-A: "\${NOT_SET}" }\n`;
    await writeFile(path, broken);
    expect(await add()).toMatchObject({ ok: true });
    expect(await readFile(path, 'utf8')).toBe(`${broken}  - name: new\n    url: https://new.example\n`);
  });

  test('is refused where there is no such file', async () => {
    expect(refusal(await add())).toBe('services.yaml:1:1 the file does not exist\n  1 | \n    | ^\n');
  });

  test('is refused for what is no UTF-8', async () => {
    await writeFile(path, Buffer.from('# é\n', 'latin1'));
    expect(refusal(await add())).toContain('services.yaml:1:1 the file is not UTF-8 – save it as UTF-8');
  });

  test('is refused while somebody else holds the lock', async () => {
    await writeFile(path, list);
    const result = await withLock(path, () => add({ waitMs: 100 }));
    expect(refusal(result)).toMatch(
      /services\.yaml\.lock is held by process \d+ on \S+ – if nobody is editing, remove that file/,
    );
  });
});

describe('removing a service', () => {
  test('undoes adding it', async () => {
    await writeFile(path, list);
    await add();
    expect(await removeService({ path, environment: {}, name: 'new' })).toMatchObject({ ok: true, after: list });
    expect(await readFile(path, 'utf8')).toBe(list);
  });

  test('works in a file with other problems', async () => {
    await writeFile(path, `${longer}    timout: 5\n`);
    expect(await removeService({ path, environment: {}, name: 'new' })).toMatchObject({ ok: true, after: list });
  });

  test('finds it in an included file', async () => {
    const more = join(folder, 'more.yaml');
    await writeFile(path, `include: more.yaml\n${list}`);
    await writeFile(more, 'services:\n  - name: new\n    url: https://x.example\n');
    const result = await removeService({ path, environment: {}, name: 'new' });
    expect(result).toMatchObject({ ok: true, file: more, after: 'services: []\n' });
    expect(await readFile(more, 'utf8')).toBe('services: []\n');
    expect(await readFile(path, 'utf8')).toBe(`include: more.yaml\n${list}`);
  });

  test('is refused where nobody has that name', async () => {
    await writeFile(path, longer);
    expect(refusal(await removeService({ path, environment: {}, name: 'mew' }))).toContain(
      'services.yaml:1:1 no service is named "mew" – did you mean "new"?',
    );
  });
});

test('several editors at once all get their services in', async () => {
  const program = join(folder, 'editor.mjs');
  const entry = new URL('./adding-editor.ts', import.meta.url).pathname;
  await bundleProgram(entry, program);
  await writeFile(path, list);
  const names = ['b', 'c', 'd', 'e'].map((letter) => [`${letter}1`, `${letter}2`, `${letter}3`]);
  const said = await Promise.all(
    names.map(async (own) => {
      const child = spawn(process.execPath, [program, path, ...own], { stdio: ['ignore', 'inherit', 'pipe'] });
      const [errors] = await Promise.all([text(child.stderr), once(child, 'close')]);
      return errors;
    }),
  );
  expect(said.join('')).toBe('');
  const parsed = parseYaml(path, await readFile(path, 'utf8'));
  const services = parsed.ok ? (parsed.document.data as { services: { name: string }[] }).services : [];
  expect(services.map(({ name }) => name).toSorted()).toEqual(['a', ...names.flat()].toSorted());
  expect((await readFile(path, 'utf8')).startsWith(list)).toBe(true);
});
