import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClone, type TemporaryProject } from '../support/temporary-project.ts';

describe('npm run check', () => {
  let clone: TemporaryProject;
  beforeAll(() => {
    clone = createClone({
      'src/main.ts': "import { text } from './cli/text.ts';\nconsole.log(text.length + 1);",
      'src/cli/text.ts': 'export const text: string = 1;',
    });
  });
  afterAll(() => clone.remove());

  test('runs the named steps in their order although one fails, and says at the end which', () => {
    const { stdout, status } = clone.node(['scripts/check.mjs', 'imports', 'types']);
    expect(stdout).toContain('src/cli/text.ts(1,14): error TS2322');
    expect(stdout).toContain('no dependency violations found (2 modules, 1 dependencies cruised)');
    expect(stdout).toMatch(/\n✕ types +\d+\.\d s\n✓ imports +\d+\.\d s\n$/);
    expect(status).toBe(1);
  });

  test('runs all steps but the excepted', () => {
    const { stdout, status } = clone.node([
      'scripts/check.mjs',
      '--except',
      'lint',
      'types',
      'dead-code',
      'package',
      'tests',
    ]);
    expect(stdout).toMatch(/^\n── imports ─+\n[^─]*\n✓ imports +\d+\.\d s\n$/);
    expect(status).toBe(0);
  });

  test('knows its steps', () => {
    const { stderr, status } = clone.node(['scripts/check.mjs', 'typos']);
    expect(stderr).toBe('svcmon: there is no step "typos" among lint, types, imports, dead-code, package, tests\n');
    expect(status).toBe(1);
  });
});
