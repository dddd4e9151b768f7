import { describe, expect, test } from 'vitest';
import { checkResult, degradedResult, unhealthyResult } from '../support/check-result.ts';
import { healthOf, metricsOf } from '../support/own-metrics.ts';

const observed = checkResult({ service: 'api' });
const unhealthy = { ...unhealthyResult, service: 'api' };

describe('what Prometheus reads', () => {
  test('counts results and times of services by their names', async () => {
    const { metrics } = metricsOf({
      services: ['api', 'db'],
      healths: { api: healthOf('degraded'), db: healthOf('unhealthy') },
    });
    for (const result of [observed, unhealthy, { ...degradedResult, service: 'db' }])
      metrics.see({ kind: 'result', result });
    const lines = (await metrics.text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'svcmon_up{service="api"} 1',
        'svcmon_up{service="db"} 0',
        'svcmon_service_status{service="api",status="degraded"} 1',
        'svcmon_service_status{service="api",status="healthy"} 0',
        'svcmon_results_total{service="api",status="healthy"} 1',
        'svcmon_results_total{service="api",status="unhealthy"} 1',
        'svcmon_probe_duration_seconds_count{service="api"} 2',
      ]),
    );
    const expiry = lines.find((line) => line.startsWith('svcmon_ssl_cert_expiry_timestamp_seconds{service="api"}'));
    expect(Number(expiry?.split(' ')[1])).toBe(Date.UTC(2027, 0, 23, 20, 51, 0, 250) / 1_000);
  });

  test('says nothing of a service that nobody has looked at, and of one that is unknown not whether it is up', async () => {
    const { metrics } = metricsOf({ services: ['new', 'lost'], healths: { lost: healthOf('unknown') } });
    const text = await metrics.text();
    expect(text).not.toContain('service="new"');
    expect(text).not.toContain('svcmon_up{service="lost"}');
    expect(text).toContain('svcmon_service_status{service="lost",status="unknown"} 1');
  });

  test('has no other names than those of the configuration, and forgets who leaves it', async () => {
    const { metrics, configure } = metricsOf({ services: ['api'], healths: { api: healthOf('healthy') } });
    metrics.see({ kind: 'result', result: observed });
    metrics.see({ kind: 'result', result: { ...observed, service: 'stranger' } });
    expect(await metrics.text()).not.toContain('stranger');
    configure(['db']);
    expect(await metrics.text()).not.toContain('service="api"');
  });

  test('tells of the first thousand in detail, and of ten thousand whether they are up', async () => {
    const services = Array.from({ length: 10_500 }, (_, at) => `s${at}`);
    const { metrics } = metricsOf({
      services,
      healths: Object.fromEntries(services.map((name) => [name, healthOf('healthy')])),
    });
    for (const service of services) metrics.see({ kind: 'result', result: { ...observed, service } });
    const text = await metrics.text();
    const count = (name: string) => text.split('\n').filter((line) => line.startsWith(`${name}{`)).length;
    expect([count('svcmon_up'), count('svcmon_results_total'), count('svcmon_probe_duration_seconds_count')]).toEqual([
      10_000, 1_000, 1_000,
    ]);
  });

  test('escapes a name as the format says', async () => {
    const name = 'a"b\\c';
    const { metrics } = metricsOf({ services: [name], healths: { [name]: healthOf('healthy') } });
    expect(await metrics.text()).toContain('svcmon_up{service="a\\"b\\\\c"} 1');
  });

  test('says how svcmon itself fares', async () => {
    const { metrics } = metricsOf({
      own: {
        storageAvailable: false,
        offline: true,
        outbox: { ops: 3 },
        reloads: { done: 0, refused: 1, lastOk: false },
      },
    });
    metrics.see({ kind: 'delivery', channel: 'ops', outcome: 'retry', dedupKeys: [], text: '' });
    const lines = (await metrics.text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'svcmon_storage_available 0',
        'svcmon_network_online 0',
        'svcmon_outbox_pending{channel="ops"} 3',
        'svcmon_config_last_reload_successful 0',
        'svcmon_alerts_sent_total{channel="ops",result="retry"} 1',
        'svcmon_last_cycle_timestamp_seconds 999.5',
        'svcmon_event_loop_lag_seconds 0.002',
      ]),
    );
  });
});
