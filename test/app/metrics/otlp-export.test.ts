import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startOtlpExport } from '../../../src/app/metrics/otlp-export.ts';
import type { OtlpSettings } from '../../../src/config/config.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { version } from '../../../src/version.ts';
import { checkResult, unhealthyResult } from '../../support/check-result.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createLogBook } from '../../support/log-book.ts';
import { loopbackHttp } from '../../support/loopback-http.ts';
import { samplesOf, startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { healthOf, metricsOf } from '../../support/own-metrics.ts';

const defaults: Omit<OtlpSettings, 'endpoint'> = {
  headers: {},
  protocol: 'http/protobuf',
  compression: 'gzip',
  intervalMs: 60_000,
  timeoutMs: 10_000,
  resource: {},
};
const observed = checkResult({ service: 'api' });
const unhealthy = { ...unhealthyResult, service: 'api' };
const firstAt = Date.UTC(2026, 10, 21, 19, 36, 0);

function exportingTo(url: string, settings: Partial<OtlpSettings> = {}) {
  const clock = createFakeClock({ at: firstAt });
  const log = createLogBook();
  const defects: unknown[] = [];
  const { metrics } = metricsOf({ services: ['api'], healths: { api: healthOf('degraded') } });
  let underWay = false;
  const figures = () => {
    underWay = true;
    return metrics.figures();
  };
  const startTimer: FakeClock['startTimer'] = (ms, callback) => {
    // Only the wait for the next export is that long.
    if (ms >= defaults.intervalMs) underWay = false;
    return clock.startTimer(ms, callback);
  };
  const exporting = startOtlpExport({
    settings: { ...defaults, endpoint: `${url}/v1/metrics`, ...settings },
    metrics: { figures },
    effects: { clock, startTimer, http: loopbackHttp },
    log,
    host: 'monitor-1',
    onDefect: (error) => defects.push(error),
  });
  const settled = () => vi.waitFor(() => expect(underWay).toBe(false), { timeout: 5_000, interval: 5 });
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await settled();
  };
  return { clock, log, defects, metrics, exporting, pass };
}

const answers = (...statuses: readonly number[]) => {
  return (response: ServerResponse, index: number) => {
    const status = statuses[index] ?? 200;
    if (status === 0) response.destroy();
    else response.writeHead(status).end();
  };
};

describe('an export', () => {
  test.each(['http/protobuf', 'http/json'] as const)('by %s has what /metrics shows', async (protocol) => {
    const receiver = await startOtlpReceiver();
    const { metrics, pass } = exportingTo(receiver.url, { protocol });
    for (const result of [observed, unhealthy, observed]) metrics.see({ kind: 'result', result });
    metrics.see({ kind: 'delivery', channel: 'ops', outcome: 'delivered', dedupKeys: [], text: '' });
    await pass(10_000);
    const text = await metrics.text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toContain('svcmon_probe_duration_seconds_count{service="api"} 3');
    expect(samplesOf(await receiver.nth(0))).toEqual(lines.toSorted());
  });

  test('says of each metric what it is: counters grow since the start, and seconds are a unit', async () => {
    const receiver = await startOtlpReceiver();
    const { metrics, pass } = exportingTo(receiver.url);
    metrics.see({ kind: 'result', result: observed });
    await pass(10_000);
    const { metrics: received } = await receiver.nth(0);
    const named = (name: string) => received.find((metric) => metric.name === name);
    const period = {
      startTimeUnixNano: BigInt(firstAt) * 1_000_000n,
      timeUnixNano: BigInt(firstAt + 10_000) * 1_000_000n,
    };
    expect(named('svcmon_results_total')).toEqual({
      name: 'svcmon_results_total',
      description: 'Results of checks by their status.',
      unit: '',
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: [{ ...period, attributes: { service: 'api', status: 'healthy' }, asDouble: 1 }],
      },
    });
    expect(named('svcmon_probe_duration_seconds')).toMatchObject({
      unit: 's',
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [
          { ...period, count: 1, explicitBounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] },
        ],
      },
    });
    expect(named('svcmon_up')).toMatchObject({ unit: '', gauge: { dataPoints: [{ ...period, asDouble: 1 }] } });
  });

  test('says whose metrics they are, and who sends them', async () => {
    const receiver = await startOtlpReceiver();
    const { pass } = exportingTo(receiver.url, {
      headers: { Authorization: new Secret('Bearer hunter2') },
      resource: { 'service.instance.id': 'berlin', 'deployment.environment.name': 'prod', primary: true },
    });
    await pass(10_000);
    const { path, headers, resource } = await receiver.nth(0);
    expect(path).toBe('/v1/metrics');
    expect(headers).toMatchObject({
      authorization: 'Bearer hunter2',
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
    expect(resource).toEqual({
      'service.name': 'svcmon',
      'service.version': version,
      'service.instance.id': 'berlin',
      'host.name': 'monitor-1',
      'deployment.environment.name': 'prod',
      primary: true,
    });
  });

  test('goes out unpacked where that is wanted', async () => {
    const receiver = await startOtlpReceiver();
    const { pass } = exportingTo(receiver.url, { compression: 'none' });
    await pass(10_000);
    expect((await receiver.nth(0)).headers['content-encoding']).toBeUndefined();
  });

  test('comes soon after the start, then every interval', async () => {
    const receiver = await startOtlpReceiver();
    const { pass } = exportingTo(receiver.url);
    await pass(9_999);
    expect(receiver.received).toHaveLength(0);
    await pass(1);
    await pass(59_999);
    expect(receiver.received).toHaveLength(1);
    await pass(1);
    expect(receiver.received).toHaveLength(2);
  });
});

describe('a receiver that is away', () => {
  test('costs an entry when it goes and one when it is back, and misses nothing', async () => {
    const receiver = await startOtlpReceiver(answers(200, 0, 503, 401, 200));
    const { metrics, pass, log, defects } = exportingTo(receiver.url);
    await pass(10_000);
    metrics.see({ kind: 'result', result: observed });
    for (let round = 0; round < 4; round += 1) await pass(60_000);
    const endpoint = `${receiver.url}/v1/metrics`;
    expect(log.lines).toEqual([
      'info metrics are exported',
      'warn metrics cannot be exported',
      'info metrics are exported',
    ]);
    expect(log.facts).toEqual([{ endpoint }, { endpoint, reason: 'connection_reset' }, { endpoint }]);
    expect(samplesOf(await receiver.nth(4))).toContain('svcmon_results_total{service="api",status="healthy"} 1');
    expect(defects).toEqual([]);
  });

  test('is given up on after the timeout when it hangs', async () => {
    const receiver = await startOtlpReceiver(() => undefined);
    const { clock, log, pass } = exportingTo(receiver.url);
    await clock.advance(10_000);
    await receiver.nth(0);
    await pass(10_050);
    expect(log.facts).toMatchObject([{ reason: 'timeout' }]);
  });

  test('is asked again no sooner than it wants', async () => {
    const receiver = await startOtlpReceiver((response) => response.writeHead(429, { 'Retry-After': '300' }).end());
    const { pass } = exportingTo(receiver.url);
    await pass(10_000);
    await pass(299_999);
    expect(receiver.received).toHaveLength(1);
    await pass(1);
    expect(receiver.received).toHaveLength(2);
  });
});

describe('what a receiver says', () => {
  test('is told, but for what would repeat a header', async () => {
    const says = ['the token is expired', 'no such token: hunter2hunter2'];
    const receiver = await startOtlpReceiver((response, index) =>
      index === 1 ? response.end() : response.writeHead(401).end(JSON.stringify({ message: says[index / 2] })),
    );
    const { pass, log } = exportingTo(receiver.url, { headers: { 'X-Key': new Secret('hunter2hunter2') } });
    await pass(10_000);
    await pass(60_000);
    await pass(60_000);
    const endpoint = `${receiver.url}/v1/metrics`;
    expect(log.facts).toEqual([
      { endpoint, reason: 'answered 401', said: 'the token is expired' },
      { endpoint },
      { endpoint, reason: 'answered 401' },
    ]);
  });

  test.each([
    [
      'http/json',
      'application/json',
      Buffer.from('{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}'),
    ],
    ['http/protobuf', 'application/x-protobuf', Buffer.from('\n\x0b\x08\x03\x12\x07too old')],
  ] as const)('of a part that it refuses is told, by %s', async (protocol, type, body) => {
    const receiver = await startOtlpReceiver((response) => response.setHeader('Content-Type', type).end(body));
    const { pass, log } = exportingTo(receiver.url, { protocol });
    await pass(10_000);
    await pass(60_000);
    expect(log.lines).toEqual(['warn a part of the exported metrics is refused']);
    expect(log.facts).toMatchObject([{ rejected: 3, said: 'too old' }]);
  });

  test.each([
    ['nothing it could mean', 'application/x-protobuf', '\xff\xff\xff'],
    ['another form', 'text/plain', 'ok'],
    ['no object', 'application/x-protobuf', 'null'],
  ])('is believed by its status where the body is %s', async (_name, type, body) => {
    const receiver = await startOtlpReceiver((response) => response.setHeader('Content-Type', type).end(body));
    const { pass, log, defects } = exportingTo(receiver.url);
    await pass(10_000);
    expect(log.lines).toEqual(['info metrics are exported']);
    expect(defects).toEqual([]);
  });

  test('does not lead the headers elsewhere', async () => {
    const elsewhere = await startOtlpReceiver();
    const receiver = await startOtlpReceiver((response) => response.writeHead(307, { Location: elsewhere.url }).end());
    const { pass, log } = exportingTo(receiver.url);
    await pass(10_000);
    expect(elsewhere.received).toEqual([]);
    expect(log.facts).toMatchObject([{ reason: 'answered 307' }]);
  });
});

describe('the end', () => {
  test('is told with the last figures, once', async () => {
    const receiver = await startOtlpReceiver();
    const { metrics, exporting, clock } = exportingTo(receiver.url);
    metrics.see({ kind: 'result', result: observed });
    await Promise.all([exporting.stop(), exporting.stop()]);
    expect(receiver.received).toHaveLength(1);
    expect(samplesOf(await receiver.nth(0))).toContain('svcmon_results_total{service="api",status="healthy"} 1');
    expect(clock.pendingTimers()).toBe(0);
  });

  test('comes within two seconds where the receiver hangs, also in the middle of an export', async () => {
    const receiver = await startOtlpReceiver(() => undefined);
    const { clock, exporting, log } = exportingTo(receiver.url);
    await clock.advance(10_000);
    await receiver.nth(0);
    const beganAt = clock.now();
    const stopped = exporting.stop();
    await receiver.nth(1);
    await clock.settle(stopped);
    expect(clock.now() - beganAt).toBeLessThanOrEqual(2_000);
    expect(log.facts).toMatchObject([{ reason: 'timeout' }]);
  });
});

test('a defect is told, and the next export comes all the same', async () => {
  const receiver = await startOtlpReceiver();
  const clock = createFakeClock();
  const defects: unknown[] = [];
  const { metrics } = metricsOf();
  let reads = 0;
  const exporting = startOtlpExport({
    settings: { ...defaults, endpoint: receiver.url },
    metrics: {
      figures() {
        reads += 1;
        return reads === 1 ? Promise.reject(new Error('a defect')) : metrics.figures();
      },
    },
    effects: { clock, startTimer: clock.startTimer, http: loopbackHttp },
    log: createLogBook(),
    host: 'monitor-1',
    onDefect: (error) => defects.push(error),
  });
  onTestFinished(() => exporting.stop());
  await clock.advance(10_000);
  expect(defects).toHaveLength(1);
  await clock.advance(60_000);
  await receiver.nth(0);
});
