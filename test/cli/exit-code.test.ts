import { expect, test } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code.ts';
import { summarize } from '../../src/domain/check-report.ts';
import type { Status } from '../../src/domain/status.ts';
import { checkResult } from '../support/check-result.ts';

test.each<[readonly Status[], 'unhealthy' | 'degraded', number]>([
  [['healthy'], 'unhealthy', 0],
  [['healthy', 'degraded'], 'unhealthy', 0],
  [['healthy', 'degraded'], 'degraded', 1],
  [['healthy', 'unhealthy'], 'unhealthy', 1],
  [['unknown', 'unhealthy'], 'unhealthy', 1],
  [['unknown', 'healthy'], 'unhealthy', 3],
  [['unknown', 'degraded'], 'unhealthy', 3],
  [['unknown', 'degraded'], 'degraded', 1],
])('%j with --fail-on %s ends with %d', (statuses, failOn, code) => {
  const results = statuses.map((status) => checkResult({ status }));
  expect(exitCodeFor(summarize(results), failOn)).toBe(code);
});
