import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitOf, fingerprint } from '../../scripts/fingerprint.mjs';
import { createProject, type TemporaryProject } from '../support/temporary-project.ts';

let project: TemporaryProject;
beforeEach(() => {
  project = createProject({ 'src/main.ts': 'a', 'src/http/client.ts': 'b', 'package.json': '{}', 'README.md': 'c' });
});
afterEach(() => project.remove());

test.each<[change: string, differs: boolean, make: () => void]>([
  ['a source that changed', true, () => project.write('src/http/client.ts', 'B')],
  ['a source that came', true, () => project.write('src/http/lookup.ts', '')],
  ['a source that went', true, () => rmSync(join(project.root, 'src/http/client.ts'))],
  [
    'a line that moved to the next file',
    true,
    () => {
      project.write('src/main.ts', 'ab');
      project.write('src/http/client.ts', '');
    },
  ],
  ['another version in package.json', true, () => project.write('package.json', '{"version":"2"}')],
  ['another way of building', true, () => project.write('scripts/build.mjs', '')],
  ['nothing', false, () => undefined],
  ['the same text written again', false, () => project.write('src/main.ts', 'a')],
  ['a page of documentation', false, () => project.write('README.md', 'd')],
  ['a test', false, () => project.write('test/main.test.ts', '')],
])('%s makes another build: %s', (_change, differs, make) => {
  const before = fingerprint(project.root);
  make();
  expect(fingerprint(project.root) !== before).toBe(differs);
});

test('a commit makes another build, for it is part of the version', () => {
  const before = fingerprint(project.root);
  commit();
  expect(fingerprint(project.root)).not.toBe(before);
});

test('the commit is that of the folder itself', () => {
  expect(commitOf(project.root)).toBe('unknown');
  commit();
  expect(commitOf(project.root)).toMatch(/^[0-9a-f]{12}$/);
  expect(commitOf(join(project.root, 'src'))).toBe('unknown');
});

function commit(): void {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: project.root, stdio: 'ignore' });
  git('init');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--allow-empty', '-m', 'Start');
}
