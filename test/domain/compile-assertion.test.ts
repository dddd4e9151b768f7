import { describe, expect, test } from 'vitest';
import type { TimeBox } from '../../src/domain/assertion.ts';
import { compileAssertion } from '../../src/domain/compile-assertion.ts';
import type { HttpObservation, TlsFacts } from '../../src/domain/observation.ts';
import { httpFacts } from '../../src/probes/facts/http-facts.ts';
import { tcp } from '../../src/probes/tcp.ts';
import { httpObservation } from '../support/observations.ts';

const now = Date.UTC(2026, 10, 21);
const day = 86_400_000;
const unlimited: TimeBox = (work) => work();

const tls: TlsFacts = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  verified: true,
  chain: [
    {
      subject: 'shop.example',
      issuer: 'Example CA',
      altNames: ['shop.example', 'www.shop.example'],
      validFromAt: now - 60 * day,
      validToAt: now + 30 * day,
      serialNumber: '01',
      fingerprint256: 'AA:BB',
    },
  ],
};

function outcomeOf(expr: string, changes: Partial<HttpObservation> = {}) {
  const compiled = compileAssertion({ expr }, httpFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.assertion.evaluate(httpObservation(changes), { now, timeBox: unlimited });
}

const queue =
  '{"queue":{"depth":245},"items":[{"id":1,"state":"ready"},{"id":2,"state":"late"}],"none":null,"big":1e3}';

describe('an assertion that holds', () => {
  test.each([
    ['status == 200', {}],
    ['status in [200, 204]', {}],
    ["response_time < duration('500ms')", {}],
    ['json.status == "pass"', {}],
    ['headers["content-type"].startsWith("application/json")', {}],
    ['headers["Content-Type"] == "application/json"', {}],
    ['"CONTENT-TYPE" in headers', {}],
    ['!("x-missing" in headers)', {}],
    ['json.queue.depth == 245', { body: queue }],
    ['json.queue.depth > 244.5', { body: queue }],
    ['json.big == 1000', { body: queue }],
    ['json.none == null', { body: queue }],
    ['json.items.exists(i, i.state == "late")', { body: queue }],
    ['json.items.size() == 2', { body: queue }],
    ['json.?missing.orValue(3) == 3', { body: queue }],
    ['has(json.queue) && !has(json.nothing)', { body: queue }],
    ['body.contains("é")', { body: 'café' }],
    ['body.matches("^caf.$")', { body: 'café' }],
    ["certificate.expires_in > duration('336h')", { tls }],
    ['certificate.names.exists(n, n == "www.shop.example") && certificate.verified', { tls }],
    ['ip == "203.0.113.7" && http_version == "1.1"', {}],
    ['redirects[0].status == 301', { redirects: [{ url: 'http://a.example/', statusCode: 301, location: '/b' }] }],
  ])('%s', (expr, changes) => {
    expect(outcomeOf(expr, changes)).toMatchObject({ passed: true, explanation: expr });
  });
});

describe('an assertion that fails says what it saw', () => {
  test.each([
    ['json.queue.depth < 100', { body: queue }, 'got 245'],
    ['100 > json.queue.depth', { body: queue }, 'got 245'],
    ['json.status == "pass" && status == 201', {}, 'got 200'],
    ['json.status == "up"', {}, 'got "pass"'],
    ['!(status == 200)', {}, 'got 200'],
    ['body.contains("ready")', { body: 'not yet' }, 'got "not yet"'],
    ["response_time < duration('20ms')", {}, 'got 41 ms'],
    ["certificate.expires_in > duration('2400h')", { tls }, 'got 30 d'],
    [
      'json.items.all(i, i.state == "ready")',
      { body: queue },
      'got [{"id":1,"state":"ready"},{"id":2,"state":"late"}]',
    ],
    ["[certificate.expires_in].all(d, d > duration('2400h'))", { tls }, 'got [30 d]'],
    [
      '[{"left": certificate.expires_in, "n": 1}].all(c, c.left < duration("1h"))',
      { tls },
      'got [{"left":30 d,"n":1}]',
    ],
    ['[timestamp("2026-01-02T03:04:05Z")].all(t, false)', {}, 'got [2026-01-02T03:04:05.000Z]'],
    ['json.missing == 1', { body: queue }, 'there is no json.missing'],
    ['json.missing != 1', { body: queue }, 'there is no json.missing'],
    ['!(json.missing == 1)', { body: queue }, 'there is no json.missing'],
    ['json.__proto__ == json.__proto__', { body: queue }, 'there is no json.__proto__'],
    ['json.constructor == 1', { body: queue }, 'there is no json.constructor'],
    ['headers["x-missing"] == ""', {}, 'there is no headers["x-missing"]'],
    ['certificate.verified', {}, 'there is no certificate'],
    ['json.queue', { body: queue }, 'got {"depth":245}, which is not true or false'],
    ['json == "ok"', { body: '' }, 'the body is empty, not JSON'],
    ['json.a == 1', { body: '<!doctype html>' }, 'the body is not JSON: it begins with "<!doctype html>"'],
    ['json.a == 1', { body: '\ufeff{"a":1}' }, 'the body is not JSON'],
  ])('%s', (expr, changes, because) => {
    const outcome = outcomeOf(expr, changes);
    expect(outcome.passed).toBe(false);
    expect(outcome.explanation).toContain(`${expr} – ${because}`);
  });

  test.each([
    ['null', 'json.a == 1'],
    ['[]', 'json.a == 1'],
    ['7', 'json.a == 1'],
    ['"text"', 'json.a == 1'],
    ['true', 'json.a == 1'],
    ['[1]', 'json[-1] == 1'],
    ['[1]', 'json[3] == 1'],
    ['{"a":"1"}', 'json.a < 2'],
    ['{"a":"1"}', 'json.a == 1'],
    ['{"__proto__":{"ok":true}}', 'json.ok == true'],
  ])('JSON of another shape fails closed: %s, %s', (body, expr) => {
    expect(outcomeOf(expr, { body })).toMatchObject({ passed: false });
  });

  test('text of the target is shown on one line without control characters and cut off', () => {
    const { explanation } = outcomeOf('body == "ok"', { body: `\u001b[31mred\u0007\n${'x'.repeat(500)}` });
    expect(explanation).not.toMatch(/[\u0000-\u001f]/);
    expect(explanation.length).toBeLessThan(160);
  });
});

describe('an assertion that cannot compile', () => {
  test.each([
    ['statuss == 200', 'Unknown variable: statuss; known are status, headers', 0],
    ['status == "200"', 'no such overload: int == string; compare like with like', 0],
    ['response_time < 500', 'no such overload: duration < int', 0],
    ['certificate.expiry > duration("1h")', 'No such key: expiry', 12],
    ['status', 'yields int, not true or false', 0],
    ['status ==', 'Unexpected token: EOF', 9],
    ['body.matches("(")', 'missing closing )', 13],
    ['body.matches("(?=look)")', 'invalid or unsupported Perl syntax', 13],
    ['', 'Unexpected token: EOF', 0],
  ])('%s', (expr, message, offset) => {
    const compiled = compileAssertion({ expr }, httpFacts);
    expect(compiled).toMatchObject({ ok: false, problem: { offset, message: expect.stringContaining(message) } });
  });

  test('a tcp service has no status', () => {
    expect(compileAssertion({ expr: 'status == 200' }, tcp.facts)).toMatchObject({ ok: false });
  });
});

describe('hostile bodies', () => {
  test('a pattern that backtracking engines never finish is matched in linear time', () => {
    const body = `${'a'.repeat(100_000)}!`;
    expect(outcomeOf('body.matches("^(a+)+$")', { body })).toMatchObject({ passed: false });
  });

  test('work whose cost the target controls runs inside the time box and fails closed when it runs over', () => {
    const compiled = compileAssertion({ expr: 'json.all(a, json.all(b, a == b))' }, httpFacts);
    if (!compiled.ok) throw new Error(compiled.problem.message);
    const overrun: TimeBox = () => {
      throw new Error('gave up after 50 ms');
    };
    const outcome = compiled.assertion.evaluate(httpObservation({ body: '[1]' }), { now, timeBox: overrun });
    expect(outcome).toMatchObject({ passed: false, explanation: expect.stringContaining('gave up after 50 ms') });
  });

  test('JSON nested beyond the stack fails closed', () => {
    const body = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(outcomeOf('json == json', { body })).toMatchObject({ passed: false });
  });

  test('a body cut off at the limit cannot satisfy an assertion about it', () => {
    const cut = { bodyTruncated: true, bodyBytes: 1_048_576 };
    expect(outcomeOf('body.contains("pass")', cut)).toMatchObject({ passed: false, bodyTooLarge: true });
    expect(outcomeOf('status == 200', cut)).toMatchObject({ passed: true });
  });
});

test('the configured severity and message travel with the outcome', () => {
  const compiled = compileAssertion({ expr: 'status == 201', severity: 'degraded', message: 'not created' }, httpFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const outcome = compiled.assertion.evaluate(httpObservation(), { now, timeBox: unlimited });
  expect(outcome).toMatchObject({ severity: 'degraded', message: 'not created', passed: false });
});
