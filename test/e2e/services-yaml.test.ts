import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { type Checked, checked, freshFolder, svcmon } from '../support/svcmon.ts';

// The shipped configuration as it stands. Its services are on the internet: with a network they answer, without one every
// verdict says so; what must never be is a verdict without its proof.
describe('config/services.yaml', () => {
  let cwd: string;
  let run: Checked;
  let tookMs: number;

  beforeAll(async () => {
    cwd = await freshFolder();
    await mkdir(join(cwd, 'config'));
    await copyFile(join(projectRoot, 'config', 'services.yaml'), join(cwd, 'config', 'services.yaml'));
    const startedAt = performance.now();
    run = checked(await svcmon(['check', '-o', 'json'], { cwd }));
    tookMs = performance.now() - startedAt;
  });

  test('every service gets a verdict', () => {
    expect(run.report.services.map(({ name }) => name).toSorted()).toEqual([
      'github-api',
      'httpbin-delay',
      'httpbin-status',
      'intentional-failure',
    ]);
  });

  test('no verdict is better than its proof', () => {
    for (const { status, reason, status_code, attempts } of run.report.services) {
      expect(attempts).toHaveLength(1);
      if (status === 'healthy') expect({ reason, status_code }).toEqual({ reason: 'ok', status_code: 200 });
      if (status === 'unknown') expect(reason).toMatch(/^(dns_unavailable|network_unreachable)$/);
      if (status === 'unhealthy' && status_code === null) expect(reason).not.toBe('internal_error');
    }
  });

  test('the service that fails on purpose is never healthy', () => {
    expect(run.service('intentional-failure').status).toMatch(/^(unhealthy|unknown)$/);
  });

  test('the exit code follows the verdicts', () => {
    const { unhealthy } = run.report.summary;
    expect(run.exitCode).toBe(unhealthy > 0 ? 1 : 3);
  });

  test('it ends within the longest timeout and a second', () => {
    expect(tookMs).toBeLessThan(11_000);
    expect(run.report.duration_ms).toBeLessThan(11_000);
  });

  test('the placeholder webhook is named once and not posted to', () => {
    expect(run.stderr.match(/placeholder/g)).toHaveLength(1);
    expect(run.stderr).not.toMatch(/could not|failed|hooks\.slack\.com/);
  });

  test('what is unhealthy leaves an alert file', async () => {
    const files = await readdir(join(cwd, 'alerts')).catch(() => []);
    expect(files.length).toBe(run.report.summary.unhealthy > 0 ? 1 : 0);
  });
});
