import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { toPlainLine } from '../../src/domain/plain-text.ts';
import {
  checkReportJsonSchema,
  checkReportSchema,
  serviceLineSchema,
  summaryLineSchema,
} from '../../src/reporting/check-report-schema.ts';
import { toDocument } from '../../src/reporting/document.ts';
import { json } from '../../src/reporting/json.ts';
import { ndjson } from '../../src/reporting/ndjson.ts';
import { yaml } from '../../src/reporting/yaml.ts';
import {
  certificate,
  checkReport,
  checkResult,
  foundResult,
  mixedReport,
  observation,
  startedAt,
  tls,
  unknownResult,
  unobserved,
} from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

const openCircuit = unobserved(
  foundResult(
    { status: 'unknown', reason: 'circuit_open', message: 'nothing was sent' },
    { attempts: [], circuit: { state: 'open', failures: 5, nextProbeInMs: 12_000.4, lastStatus: 'unhealthy' } },
  ),
);

const reports = [
  ['of every status', mixedReport],
  ['of no services', checkReport([])],
  ['with an open circuit', checkReport([openCircuit])],
  [
    'with redirects and odd certificates',
    checkReport([
      checkResult({
        observation: observation({
          redirects: [{ url: 'http://shop.example/', statusCode: 301, location: 'https://shop.example/' }],
          tls: tls({ chain: [certificate({ validFromAt: Number.NaN, validToAt: Date.UTC(12_000, 0) })] }),
        }),
      }),
    ]),
  ],
  ['with hostile texts', checkReport(hostileTexts.map(([, text]) => hostileResult(text)))],
] as const;

function hostileResult(text: string) {
  return foundResult(
    { status: 'unhealthy', reason: 'timeout', message: text },
    { service: text, group: text, target: text, tags: { team: text }, evidence: { body: text } },
  );
}

describe.each(reports)('a report %s', (_name, report) => {
  test('is a valid document in JSON, and the same one in YAML', () => {
    const document = checkReportSchema.parse(JSON.parse(json.render(report, plainLook)));
    expect(document).toEqual(toDocument(report));
    expect(load(yaml.render(report, plainLook))).toEqual(document);
  });

  test('is one valid line per service and a valid last line in NDJSON', () => {
    const lines = ndjson
      .render(report, plainLook)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const services = lines.slice(0, -1).map(({ schema, ...service }) => {
      serviceLineSchema.parse({ schema, ...service });
      return service;
    });
    const { services: expected, ...run } = toDocument(report);
    expect(services).toEqual(expected);
    expect(summaryLineSchema.parse(lines.at(-1))).toEqual({ ...run, schema: 'svcmon.check.summary/v1' });
  });
});

test('the parts of an assertion are told in their order, each with how deep it lies', () => {
  const inner = { expr: 'json.n', value: '7', parts: [] };
  const held = { expr: 'json.n > 5', passed: true, value: 'true', parts: [inner] };
  const whole = { expr: 'json.n > 5 && true', passed: true, value: 'true', parts: [held, { ...inner, expr: 'a' }] };
  const outcome = {
    expr: whole.expr,
    passed: true,
    severity: 'unhealthy',
    explanation: '',
    bodyTooLarge: false,
  } as const;
  const document = toDocument(checkReport([checkResult({ assertions: [{ ...outcome, parts: whole }, outcome] })]));
  expect(checkReportSchema.parse(document).services[0]?.assertions.map(({ parts }) => parts)).toEqual([
    [
      { depth: 0, expr: 'json.n > 5', passed: true, value: 'true' },
      { depth: 1, expr: 'json.n', passed: null, value: '7' },
      { depth: 0, expr: 'a', passed: null, value: '7' },
    ],
    null,
  ]);
});

test.each(hostileTexts)('a name with %s is the plain name in JSON and YAML', (_name, text) => {
  const report = checkReport([checkResult({ service: text })]);
  expect(JSON.parse(json.render(report, plainLook)).services[0].name).toBe(toPlainLine(text));
  expect(load(yaml.render(report, plainLook))).toHaveProperty(['services', 0, 'name'], toPlainLine(text));
});

test('the summary and the performance have the promised names', () => {
  const { schema, timestamp, summary, performance } = toDocument(mixedReport);
  expect({ schema, timestamp, summary, performance }).toEqual({
    schema: 'svcmon.check/v1',
    timestamp: '2026-11-21T19:51:00.250Z',
    summary: { total_services: 4, healthy: 1, unhealthy: 1, degraded: 1, unknown: 1, overall_health: 'unhealthy' },
    performance: {
      answered_services: 3,
      average_response_time_ms: 687.2,
      max_response_time_ms: 1_900,
      p50_response_time_ms: 120.4,
      p95_response_time_ms: 1_900,
      p99_response_time_ms: 1_900,
    },
  });
});

test('services come worst first, and one that did not answer has no response time and no status code', () => {
  const { services } = toDocument(mixedReport);
  expect(services.map(({ name }) => name)).toEqual(['api', 'search', 'eu-cache', 'web']);
  expect(services[0]).toMatchObject({ status_code: 503, response_time_ms: 120.4, reason: 'unexpected_status' });
  expect(services[2]).toMatchObject({ status_code: null, response_time_ms: null, phases: null, tls: null });
  expect(services[3]).toMatchObject({ status: 'healthy', error_message: null });
});

test('a partial observation of a failed attempt gives no response time', () => {
  const failed = { ...unknownResult, observation: { responseTimeMs: 2_000, phases: { dns: 1 } } };
  expect(toDocument(checkReport([failed])).services[0]).toMatchObject({
    response_time_ms: null,
    phases: { dns_ms: 1, connect_ms: null },
  });
});

test('neither body nor headers of the answer are written, since only evidence is redacted', () => {
  const seen = observation({ body: 'hunter2', headers: { 'x-debug': 'hunter2' } });
  expect(json.render(checkReport([checkResult({ observation: seen })]), plainLook)).not.toContain('hunter2');
});

test('durations are rounded to microseconds and days to whole ones, downwards', () => {
  const chain = [certificate({ validToAt: startedAt - 1 })];
  const result = checkResult({ durationMs: 0.1 + 0.2, observation: observation({ tls: tls({ chain }) }) });
  const [service] = toDocument(checkReport([result])).services;
  expect(service).toMatchObject({ duration_ms: 0.3, tls: { days_left: -1, chain: [{ days_left: -1 }] } });
});

test('a certificate has its key and its signature where these are known', () => {
  const key = { type: 'ec', size: 256, curve: 'P-256' };
  const chain = [certificate({ key, signatureAlgorithm: 'ecdsa-with-SHA256' }), certificate()];
  const result = checkResult({ observation: observation({ tls: tls({ chain }) }) });
  const document = toDocument(checkReport([result]));
  expect(document.services[0]?.tls?.chain).toMatchObject([
    { key, signature_algorithm: 'ecdsa-with-SHA256' },
    { key: null, signature_algorithm: null },
  ]);
  expect(checkReportSchema.safeParse(document).success).toBe(true);
});

test('the schema refuses a document with a stray key', () => {
  expect(checkReportSchema.safeParse({ ...toDocument(mixedReport), extra: 1 }).success).toBe(false);
});

test('config/check-report.schema.json is up to date: renew it with svcmon schema --report', () => {
  const committed = readFileSync(new URL('../../config/check-report.schema.json', import.meta.url), 'utf8');
  expect(committed).toBe(`${JSON.stringify(checkReportJsonSchema(), null, 2)}\n`);
});
