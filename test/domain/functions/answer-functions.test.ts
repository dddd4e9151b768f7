import { beforeAll, describe, expect, test } from 'vitest';
import type { TimeBox } from '../../../src/domain/assertion.ts';
import { compileAssertion } from '../../../src/domain/compile-assertion.ts';
import { compileValue } from '../../../src/domain/compile-value.ts';
import type { FunctionFile } from '../../../src/domain/functions/answer-function.ts';
import { loadFunctions } from '../../../src/domain/functions/answer-functions.ts';
import { httpFacts } from '../../../src/probes/facts/http-facts.ts';
import { tcp } from '../../../src/probes/tcp.ts';
import { createTimeBox } from '../../../src/resilience/time-box.ts';
import { httpObservation } from '../../support/observations.ts';

const unlimited: TimeBox = (work) => work();

const page = `<!doctype html><title>Shop</title><h1 class=top> All
  <b>the</b> books &amp; maps</h1>
<a class="buy" href="/buy?a=1&amp;b=2">Buy</a><a class=buy href=/buy/2>Buy 2</a><p data-n="7"></p>`;

const feed = `<?xml version="1.0"?><shop xmlns:x="urn:x"><x:sku>A1</x:sku>
<item id="1"><price>9.50</price></item><item id="2"><price>2</price></item></shop>`;

const schemas: Record<string, string> = {
  'queue.json': JSON.stringify({
    type: 'object',
    required: ['queue'],
    properties: { queue: { type: 'object', properties: { depth: { type: 'integer', maximum: 100 } } } },
  }),
  'draft-07.json': JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'array' }),
  'slow.json': JSON.stringify({ type: 'string', pattern: '^(a+)+$' }),
  'pattern.json': JSON.stringify({ type: 'string', pattern: '(?=x)' }),
  'type.json': JSON.stringify({ type: 'objekt' }),
  'remote.json': JSON.stringify({ $ref: 'https://schemas.example/a.json' }),
  'list.json': '[]',
  'broken.json': '{',
};

async function read(path: string): Promise<FunctionFile> {
  const text = schemas[path];
  return text === undefined ? { ok: false, reason: 'does not exist' } : { ok: true, text };
}

beforeAll(async () => {
  const calls = [...Object.keys(schemas), 'missing.json'].map((path) => `matches_schema("${path}")`);
  await loadFunctions(['html("a")', "xpath ('b')", ...calls], read);
});

function compiled(expr: string) {
  const result = compileAssertion({ expr }, httpFacts);
  if (!result.ok) throw new Error(result.problem.message);
  return result.assertion;
}

function outcomeOf(expr: string, body: string, timeBox = unlimited) {
  return compiled(expr).evaluate(httpObservation({ body }), { now: 0, timeBox });
}

describe('what a body holds', () => {
  test.each([
    ['html("h1").text == "All the books & maps"', page],
    ['html("h1").html.contains("<b>the</b>")', page],
    ['html("a.buy").size() == 2', page],
    ['html("a.buy").attr("href") == "/buy?a=1&b=2"', page],
    ['html("a.buy").attributes["class"] == "buy"', page],
    ['html("a.buy").list.all(a, a.attributes["href"].startsWith("/buy"))', page],
    ['html("a.buy").list[1].text == "Buy 2"', page],
    ['html("p[data-n=\'7\']").text == "" && html("h2").size() == 0', page],
    ['html("h1").size() == 0', '{"no":"page"}'],
    ['xpath("//price/text()")[0] == "9.50"', feed],
    ['xpath("//price") == ["9.50", "2"]', feed],
    ['xpath("//item/@id")[1] == "2"', feed],
    ['xpath("count(//item)") == 2 && xpath("sum(//price)") > 11', feed],
    ['xpath("string(//price)") == "9.50" && xpath("//price > 9")', feed],
    ['xpath("//x:sku")[0] == "A1" && xpath("//nothing").size() == 0', feed],
    ['matches_schema("queue.json") && json.queue.depth == 7', '{"queue":{"depth":7}}'],
    ['matches_schema("draft-07.json")', '[]'],
    ['!matches_schema("queue.json")', '{}'],
  ])('%s', (expr, body) => {
    expect(outcomeOf(expr, body)).toMatchObject({ passed: true });
  });
});

describe('a failure says what was seen', () => {
  test.each([
    ['html("h1").text == "Books"', page, 'got "All the books & maps"'],
    ['html("h2").text == "Books"', page, 'no element matches h2'],
    ['html("h1").attr("href") == "/"', page, 'the first h1 has no href'],
    ['html("p").attr("constructor") == "x"', page, 'the first p has no constructor'],
    ['html("a.buy").size() > 2', page, 'got 2'],
    ['xpath("//price/text()")[0] == "1"', feed, 'got "9.50"'],
    ['xpath("//price") == []', 'not xml', 'the body is not XML: missing root element'],
    ['xpath("//a") == []', '<a><b></a>', 'the body is not XML: Opening and ending tag mismatch'],
    ['matches_schema("queue.json")', '{"queue":{"depth":245}}', '/queue/depth must be <= 100'],
    ['status == 200 && matches_schema("queue.json")', '{}', "the body must have required property 'queue'"],
    ['matches_schema("queue.json")', '<p>', 'the body is not JSON'],
  ])('%s', (expr, body, because) => {
    const { passed, explanation } = outcomeOf(expr, body);
    expect(passed).toBe(false);
    expect(explanation).toContain(because);
  });

  test('its parts, too', () => {
    const observation = httpObservation({ body: page });
    const { parts } = compiled('html("h1").text == "Books"').evaluate(observation, {
      now: 0,
      timeBox: unlimited,
      explains: 'parts',
    });
    expect(parts?.parts[0]).toMatchObject({ expr: 'html("h1").text', value: '"All the books & maps"' });
  });
});

describe('what cannot be called is told before anything is asked', () => {
  test.each([
    ['html("a[").size() > 0', 'html: not a CSS selector: Expected name', 5],
    ['html("h1::before").size() > 0', 'Pseudo-elements are not supported', 5],
    ['html(body).size() > 0', 'html: expected text in quotes, such as html("h1")', 5],
    ['html("h1").txt == ""', 'No such key: txt', 11],
    ['xpath("//p[") == []', 'xpath: not an XPath 1.0 expression', 6],
    ['matches_schema("missing.json")', 'the file "missing.json" does not exist', 15],
    ['matches_schema("broken.json")', 'the file "broken.json" is not JSON', 15],
    ['matches_schema("list.json")', 'the file "list.json" holds no JSON Schema', 15],
    ['matches_schema("type.json")', 'schema is invalid', 15],
    ['matches_schema("pattern.json")', 'invalid or unsupported Perl syntax', 15],
    ['matches_schema("remote.json")', "can't resolve reference https://schemas.example/a.json", 15],
    ['matches_schema("other.json")', 'was not read', 15],
    ['html("h1")', 'yields a list of HTML elements, not true or false', 0],
  ])('%s', (expr, message, offset) => {
    const result = compileAssertion({ expr }, httpFacts);
    expect(result).toMatchObject({ ok: false, problem: { offset, message: expect.stringContaining(message) } });
  });

  test('a service without a body has none of these functions', () => {
    expect(compileAssertion({ expr: 'html("h1").text == ""' }, tcp.facts)).toMatchObject({ ok: false });
  });
});

describe('hostile bodies', () => {
  const box = createTimeBox({ limitMs: 100 });
  const deep = '<div class=a>'.repeat(20_000);

  test.each([
    ['html("div").text == "x"', deep],
    ['xpath("//div//div//div//div") == []', `<div>${'<div>'.repeat(400)}${'</div>'.repeat(400)}</div>`],
  ])('work without end is stopped by the time box: %s', (expr, body) => {
    const startedAt = performance.now();
    expect(outcomeOf(expr, body, box)).toMatchObject({ passed: false });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('entities are neither fetched nor expanded', () => {
    const body = '<!DOCTYPE a [<!ENTITY x "boo"><!ENTITY y SYSTEM "file:///etc/passwd">]><a>&x;&y;</a>';
    expect(outcomeOf('xpath("string(/a)") == "boo"', body)).toMatchObject({
      passed: false,
      explanation: expect.stringContaining('entity not found'),
    });
  });

  test('a pattern that backtracking engines never finish is matched in linear time', () => {
    const body = JSON.stringify(`${'a'.repeat(100_000)}!`);
    expect(outcomeOf('matches_schema("slow.json")', body, box)).toMatchObject({ passed: false });
  });

  test('a body that was cut off is not judged', () => {
    const observation = httpObservation({ body: page, bodyTruncated: true });
    const outcome = compiled('html("h1").size() == 1').evaluate(observation, { now: 0, timeBox: unlimited });
    expect(outcome).toMatchObject({ passed: false, bodyTooLarge: true });
  });
});

test('a value is taken out of a page', () => {
  const result = compileValue('html("a").attr("href")', httpFacts);
  if (!result.ok) throw new Error(result.problem.message);
  expect(result.expression.take(httpObservation({ body: page }), { now: 0, timeBox: unlimited })).toEqual({
    ok: true,
    value: '/buy?a=1&b=2',
  });
});
