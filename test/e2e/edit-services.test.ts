import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, svcmon } from '../support/svcmon.ts';

const before = `# What we watch. Ask Ann before you change it.
services:
  - name: "first"   # the oldest
    url: "https://first.example/health"
    timeout: 10

  # Not ours, but we need it.
  - name: second
    url: https://second.example/

monitoring:
  check_interval: 60  # seconds
`;

/** A folder with the configuration above in its default place. */
async function folderWithConfig() {
  const cwd = await freshFolder();
  await mkdir(join(cwd, 'config'));
  const file = join(cwd, 'config', 'services.yaml');
  await writeFile(file, before);
  return { cwd, text: () => readFile(file, 'utf8') };
}

describe('editing services.yaml', () => {
  test('add-service adds an entry and touches nothing else', async () => {
    const { cwd, text } = await folderWithConfig();
    const run = await svcmon(
      ['add-service', 'third', 'https://third.example/x?a=1', '--timeout', '5', '--method', 'HEAD'],
      { cwd },
    );
    expect(run).toMatchObject({ exitCode: 0 });
    const after = await text();
    for (const line of before.split('\n')) expect(after).toContain(line);
    expect(after.indexOf('third')).toBeGreaterThan(after.indexOf('second'));
    expect(after.indexOf('third')).toBeLessThan(after.indexOf('monitoring:'));
    const listed = await svcmon(['list', '-o', 'names'], { cwd });
    expect(listed.stdout).toBe('first\nsecond\nthird\n');
  });

  test('what was added can be removed again, byte for byte', async () => {
    const { cwd, text } = await folderWithConfig();
    await svcmon(['add-service', 'third', 'https://third.example/'], { cwd });
    expect(await svcmon(['remove-service', 'third'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await text()).toBe(before);
  });

  test('remove-service leaves the others with their comments', async () => {
    const { cwd, text } = await folderWithConfig();
    expect(await svcmon(['remove-service', 'second'], { cwd })).toMatchObject({ exitCode: 0 });
    const after = await text();
    expect(after).toContain('# What we watch. Ask Ann before you change it.');
    expect(after).toContain('- name: "first"   # the oldest');
    expect(after).toContain('check_interval: 60  # seconds');
    expect(after).not.toContain('second.example');
  });

  test.each([
    ['a name that exists already', ['add-service', 'first', 'https://x.example/'], 2],
    ['a URL of another scheme', ['add-service', 'third', 'ftp://x.example/'], 2],
    ['a name that does not exist', ['remove-service', 'frist'], 4],
  ])('%s changes nothing', async (_mistake, args, exitCode) => {
    const { cwd, text } = await folderWithConfig();
    const run = await svcmon(args, { cwd });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).not.toBe('');
    expect(await text()).toBe(before);
  });

  test('two additions at once are both kept', async () => {
    const { cwd } = await folderWithConfig();
    const add = (name: string) => svcmon(['add-service', name, `https://${name}.example/`], { cwd });
    const runs = await Promise.all([add('third'), add('fourth'), add('fifth')]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const { stdout } = await svcmon(['list', '-o', 'names'], { cwd });
    expect(stdout.trim().split('\n').toSorted()).toEqual(['fifth', 'first', 'fourth', 'second', 'third']);
  });
});
