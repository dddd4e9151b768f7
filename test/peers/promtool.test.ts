import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { probeMetrics } from '../../src/api/blackbox/probe-metrics.ts';
import { fullResultResource } from '../../src/app/api-result.ts';
import { checkResult, observation, unhealthyResult, unknownResult } from '../support/check-result.ts';
import { healthOf, metricsOf } from '../support/own-metrics.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { executableOf } from '../support/peers/executables.ts';

/** What promtool has to say of a page of metrics; empty where it finds nothing wrong. */
function mistakesIn(page: string): string {
  const { status, stdout, stderr } = spawnSync(executableOf('promtool'), ['check', 'metrics'], { input: page });
  return status === 0 && stderr.length === 0 ? '' : `${status} ${stdout}${stderr}`;
}

describeWithPeers(['promtool'], 'promtool', () => {
  test('finds nothing wrong with the metrics of a monitor', async () => {
    const { metrics } = metricsOf({
      services: ['api', 'a "quoted" one \\ with a slash', 'größer'],
      healths: { api: healthOf('healthy'), größer: healthOf('unhealthy') },
      own: { outbox: { ops: 1 } },
    });
    metrics.see({ kind: 'result', result: checkResult({ service: 'api' }) });
    metrics.see({ kind: 'result', result: { ...unhealthyResult, service: 'größer' } });
    metrics.see({ kind: 'delivery', channel: 'ops', outcome: 'delivered', dedupKeys: [], text: '' });
    expect(mistakesIn(await metrics.text())).toBe('');
  });

  test.each([
    ['an answer', checkResult({ observation: observation() })],
    ['a failure', unhealthyResult],
    ['nothing', unknownResult],
  ])('finds nothing wrong with those of a probe that got %s', (_name, result) => {
    for (const type of ['http', 'icmp', 'dns', 'tcp']) {
      expect(mistakesIn(probeMetrics(fullResultResource(result), type))).toBe('');
    }
  });

  test('finds what is wrong', () => {
    expect(mistakesIn('# TYPE a counter\na{b="c} 1\n')).not.toBe('');
  });
});
