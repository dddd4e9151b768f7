import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../scripts/run.mjs';

test('npm start shows seven services with the right verdicts, ends by itself and leaves nothing running', () => {
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-demo-test-'));
  try {
    // Its output is a pipe: it ends only once every process that could write to it has ended.
    const { stdout, status } = spawnSync(process.execPath, ['scripts/start.mjs'], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: folder },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stdout).toMatch(/7 services: 3 healthy, 2 degraded, 2 unhealthy/);
    expect(stdout).toContain('certificate of shop.example expires in 3 d');
    expect(stdout).toContain('This demo ends with 0');
    expect(stdout).not.toContain('correct horse');
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);
