import { expect, test } from 'vitest';
import { prepareChecks } from '../../src/monitor/prepare-checks.ts';
import { deaf, scriptedCheck } from '../support/checks.ts';

test('what types need is loaded once each, and what cannot be loaded stops nothing', async () => {
  const loaded: string[] = [];
  const pg = async () => loaded.push('pg');
  const missing = () => Promise.reject(new Error('not installed'));
  const checks = [pg, pg, missing, undefined].map((prepare) => {
    const { check } = scriptedCheck(deaf);
    return { ...check, probe: { ...check.probe, ...(prepare && { prepare }) } };
  });
  await prepareChecks(checks);
  expect(loaded).toEqual(['pg']);
});
