import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

const withMetrics = (text: string) => `${twoServices}metrics: ${text}`;

describe('metrics', () => {
  test('are exported nowhere unless told otherwise', async () => {
    expect((await configOfText(twoServices)).metrics).toEqual({});
  });

  test('are exported to an endpoint, packed and once a minute', async () => {
    const { metrics } = await configOfText(withMetrics('{ otlp: { endpoint: "http://127.0.0.1:4318" } }'));
    expect(metrics).toEqual({
      otlp: {
        endpoint: 'http://127.0.0.1:4318/v1/metrics',
        headers: {},
        protocol: 'http/protobuf',
        compression: 'gzip',
        intervalMs: 60_000,
        timeoutMs: 10_000,
        resource: {},
      },
    });
  });

  test.each([
    ['http://collector:4318/', 'http://collector:4318/v1/metrics'],
    ['https://grafana.example/otlp', 'https://grafana.example/otlp/v1/metrics'],
    ['http://vm:8428/opentelemetry/v1/metrics', 'http://vm:8428/opentelemetry/v1/metrics'],
  ])('of %s go to %s', async (endpoint, url) => {
    const { metrics } = await configOfText(withMetrics(`{ otlp: { endpoint: "${endpoint}" } }`));
    expect(metrics.otlp?.endpoint).toBe(url);
  });

  test('keep their headers secret', async () => {
    const { metrics, secrets } = await configOfText(
      withMetrics('{ otlp: { endpoint: "https://o.example", headers: { Authorization: "Basic aHVudGVyMg==" } } }'),
    );
    expect(metrics.otlp?.headers.Authorization?.reveal()).toBe('Basic aHVudGVyMg==');
    expect(JSON.stringify(metrics)).not.toContain('aHVudGVyMg');
    expect(secrets).toContain('Basic aHVudGVyMg==');
  });

  test.each([
    ['no endpoint', '{ interval: 5s }', 'metrics.otlp.endpoint: is required'],
    ['a host alone', '{ endpoint: "collector:4318" }', 'metrics.otlp.endpoint: expected an http or https URL without'],
    ['credentials in the URL', '{ endpoint: "http://a:b@c" }', 'metrics.otlp.endpoint: expected an http or https URL'],
    ['a query', '{ endpoint: "http://c?key=1" }', 'metrics.otlp.endpoint: expected an http or https URL without'],
    [
      'too short an interval',
      '{ endpoint: "http://c", interval: 100ms }',
      'metrics.otlp.interval: expected a duration between 1s and 1h, got "100ms"',
    ],
    [
      'gRPC',
      '{ endpoint: "http://c", protocol: grpc }',
      'metrics.otlp.protocol: expected "http/protobuf" or "http/json", got "grpc"',
    ],
    [
      'a header with a line break',
      '{ endpoint: "http://c", headers: { A: "b\\nc" } }',
      'metrics.otlp.headers.A: a header has no line breaks',
    ],
    ['an attribute that is none', '{ endpoint: "http://c", resource: { a: [b] } }', 'metrics.otlp.resource.a: '],
    ['an unknown key', '{ endpoint: "http://c", url: "http://d" }', 'metrics.otlp.url: unknown key'],
  ])('are refused with %s', async (_name, text, problem) => {
    const { problems } = await loadText(withMetrics(`{ otlp: ${text} }`));
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});
