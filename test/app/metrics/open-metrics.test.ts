import { expect, test } from 'vitest';
import { openMetrics, startExporting } from '../../../src/app/metrics/open-metrics.ts';
import type { OtlpSettings } from '../../../src/config/config.ts';
import { createEvents, type Events } from '../../../src/monitor/events.ts';
import { checkResult } from '../../support/check-result.ts';
import { configOf, configured } from '../../support/config.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createLogBook } from '../../support/log-book.ts';
import { loopbackHttp } from '../../support/loopback-http.ts';
import { samplesOf, startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { healthOf, ownMetrics, silentProbe } from '../../support/own-metrics.ts';
import { serviceNamed } from '../../support/service.ts';

const clock = createFakeClock();

function monitorWith(changes: Parameters<typeof configOf>[1]) {
  const events: Events = createEvents({ onDefect: (error) => expect.unreachable(String(error)) });
  const config = configOf([configured({ service: serviceNamed('api'), probe: silentProbe })], changes);
  return { events, config, metrics: () => ownMetrics, healthOf: () => healthOf('healthy') };
}

test('nothing is counted where nobody asks or is told', async () => {
  expect(await openMetrics(monitorWith({}), clock)).toBeUndefined();
});

test('what is asked for alone is not exported', async () => {
  const { server } = configOf([]);
  const monitor = monitorWith({ server: { ...server, listen: { host: '127.0.0.1', port: 8686 } } });
  const metrics = await openMetrics(monitor, clock);
  if (metrics === undefined) throw new Error('nothing is counted');
  const effects = { clock, startTimer: clock.startTimer, http: loopbackHttp };
  expect(await startExporting({ monitor, metrics, effects, log: createLogBook() })).toBeUndefined();
});

test('what happens is counted and exported', async () => {
  const receiver = await startOtlpReceiver();
  const otlp: OtlpSettings = {
    endpoint: receiver.url,
    headers: {},
    protocol: 'http/protobuf',
    compression: 'gzip',
    intervalMs: 60_000,
    timeoutMs: 10_000,
    resource: {},
  };
  const monitor = monitorWith({ metrics: { otlp } });
  const metrics = await openMetrics(monitor, clock);
  if (metrics === undefined) throw new Error('nothing is counted');
  const effects = { clock, startTimer: clock.startTimer, http: loopbackHttp };
  const exporting = await startExporting({ monitor, metrics, effects, log: createLogBook() });
  monitor.events.publish({ kind: 'result', result: checkResult({ service: 'api' }) });
  await exporting?.stop();
  expect(samplesOf(await receiver.nth(0))).toContain('svcmon_results_total{service="api",status="healthy"} 1');
});
