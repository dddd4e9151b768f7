import { expect, test } from 'vitest';
import { toPlainLine, truncate } from '../../src/domain/plain-text.ts';
import { html } from '../../src/reporting/html.ts';
import {
  checkReport,
  checkResult,
  degradedResult,
  foundResult,
  mixedReport,
  unhealthyResult,
  unobserved,
} from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { elementsNamed, type ScannedElement, scanMarkup, textOf } from './markup-scan.ts';
import { plainLook } from './plain-look.ts';

function scan(report: typeof mixedReport): ScannedElement {
  return scanMarkup(html.render(report, plainLook));
}

function texts(report: typeof mixedReport, name: string): readonly string[] {
  return elementsNamed(scan(report), name).map((element) => textOf(element).trim());
}

test.each([
  ['1 of 4 services is unhealthy', mixedReport],
  ['2 of 3 services are degraded', checkReport([checkResult(), degradedResult, degradedResult])],
  ['All 2 services are healthy', checkReport([checkResult(), checkResult()])],
  ['The service is healthy', checkReport([checkResult()])],
  ['No service was checked', checkReport([])],
])('the heading says %s', (heading, report) => {
  expect(texts(report, 'h1')).toEqual([heading]);
  expect(texts(report, 'title')).toEqual([heading]);
});

test('the table has a header cell per column and per row, worst first', () => {
  const scopes = elementsNamed(scan(mixedReport), 'th').map(({ attributes }) => attributes.scope);
  expect(scopes).toEqual(['col', 'col', 'col', 'col', 'col', 'row', 'row', 'row', 'row']);
  expect(
    texts(mixedReport, 'tr')
      .slice(1)
      .map((row) => row.split('\n')[0]),
  ).toEqual(['✕ unhealthy', '▲ degraded', '? unknown', '✓ healthy']);
});

test('every service that is not healthy is explained, with its evidence', () => {
  const articles = texts(mixedReport, 'article');
  expect(articles).toHaveLength(3);
  expect(articles[0]).toContain('2 of 3: timeout after 10 s, 503 after 120 ms');
  expect(texts(mixedReport, 'pre')).toEqual(['{\n  "status": "fail",\n  "db": "down"\n}']);
});

test('several findings are a list', () => {
  const findings = [...unhealthyResult.findings, ...degradedResult.findings];
  expect(texts(checkReport([{ ...unhealthyResult, findings }]), 'li')).toHaveLength(2);
});

test('a run in which nothing was sent says so', () => {
  const open = foundResult({ status: 'unknown', reason: 'circuit_open', message: 'circuit open' }, { attempts: [] });
  expect(texts(checkReport([unobserved(open)]), 'article')[0]).toContain('none, nothing was sent');
});

test('the page asks for nothing from outside', () => {
  const page = scan(mixedReport);
  for (const name of ['script', 'link', 'img', 'iframe', 'object', 'form'])
    expect(elementsNamed(page, name)).toEqual([]);
  expect(html.render(mixedReport, plainLook)).not.toMatch(/url\(|@import| on[a-z]+="/);
  const policies = elementsNamed(page, 'meta').map(({ attributes }) => attributes.content);
  expect(policies).toContain("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
});

test.each([
  ['https://wiki.example/?a=1&b="2"', ['https://wiki.example/?a=1&b="2"']],
  ['javascript:alert(1)', []],
  [' javascript:alert(1)//https://', []],
  ['data:text/html,x', []],
  ['see the wiki', []],
])('the runbook %s is a link only when it leads to the web', (runbook, links) => {
  const anchors = elementsNamed(scan(checkReport([{ ...unhealthyResult, runbook }])), 'a');
  expect(anchors.map(({ attributes }) => attributes.href)).toEqual(links);
});

test.each(hostileTexts)('names, messages and bodies with %s are text and nothing else', (_name, text) => {
  const calm = scan(checkReport([hostileResult('calm')]));
  const page = scan(checkReport([hostileResult(text)]));
  expect(shape(page)).toEqual(shape(calm));
  const legal = toPlainLine(text).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '');
  expect(elementsNamed(page, 'h3').map(textOf).join()).toContain(truncate(legal, 200));
});

function hostileResult(text: string) {
  return foundResult(
    { status: 'unhealthy', reason: 'timeout', message: text },
    { service: text, group: text, target: text, runbook: text, evidence: { body: text } },
  );
}

/** The tree of element names with their attributes, without texts. */
function shape({ name, attributes, children }: ScannedElement): unknown {
  return [
    name,
    Object.keys(attributes),
    children.flatMap((child) => (typeof child === 'string' ? [] : [shape(child)])),
  ];
}
