import { describe, expect, test } from 'vitest';
import { stateWorld } from './state-world.ts';

const odd = {
  monitoring: { parallel_checks: false, max_workers: 5 },
  alerts: { webhook_url: 'https://hooks.slack.com/services/YOUR/WEBHOOK/URL' },
};
const idleWorkers =
  /^warning: \S+services\.yaml:1:\d+ monitoring\.max_workers: has no effect while parallel_checks is false\n$/;

describe('what is no mistake in a configuration but worth a look', () => {
  test('is told once by check, on stderr', async () => {
    const world = await stateWorld(odd);
    const ran = await world.run('check', '--list');
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('checkout') });
    expect(ran.stderr).toMatch(idleWorkers);
  });

  test('is told by validate, a webhook that is still the placeholder too', async () => {
    const { stderr } = await (await stateWorld(odd)).run('validate');
    expect(stderr).toMatch(
      /^warning: .* alerts\.webhook_url: still the placeholder.*\nwarning: .* has no effect .*\n$/,
    );
  });

  test.each([
    ['check', ['check', '--list', '-q']],
    ['check, said before it', ['--quiet', 'check', '--list']],
    ['validate', ['validate', '-q']],
  ])('is not told where nothing but trouble is asked for, by %s', async (_name, args) => {
    expect(await (await stateWorld(odd)).run(...args)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('is not told by commands that work on what is stored', async () => {
    const world = await stateWorld(odd);
    await world.seed(async () => undefined);
    expect(await world.run('incidents')).toMatchObject({ exitCode: 0, stderr: 'no incidents\n' });
  });
});
