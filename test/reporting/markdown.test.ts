import { expect, test } from 'vitest';
import { markdown } from '../../src/reporting/markdown.ts';
import { checkReport, checkResult, foundResult, mixedReport } from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

test('it is a heading, the summary, a table worst first and the response times', () => {
  expect(markdown.render(mixedReport, plainLook)).toBe(`## Service health: unhealthy

4 services: 1 healthy, 1 degraded, 1 unhealthy (api), 1 unknown in 2.3 s. 2026-11-21T19:51:00.250Z

| | Service | Code | Time | What |
| :-- | :-- | --: | --: | :-- |
| ✕ unhealthy | api | 503 | 120 ms | expected status 2xx, got 503 Service Unavailable (2 attempts) |
| ▲ degraded | search | 200 | 1.9 s | slow: 1.9 s, over the warning threshold of 1.0 s |
| ? unknown | eu-cache | – | – | our own DNS resolver does not answer |
| ✓ healthy | web | 200 | 41 ms | certificate 63 d |

Response time: average 687 ms, p95 1.9 s, maximum 1.9 s.
`);
});

test.each([
  ['a|b', 'a&#124;b'],
  ['\\|', '\\\\&#124;'],
  ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
  ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
  ['![x](https://a) www.a', '\\!\\[x\\](https&#58;//a) www&#46;a'],
])('the name %j is written %j', (service, expected) => {
  expect(markdown.render(checkReport([checkResult({ service })]), plainLook)).toContain(`| ${expected} |`);
});

test.each(hostileTexts)('a name and a message with %s add no cell, no line and no markup', (_name, text) => {
  const hostile = foundResult({ status: 'unhealthy', reason: 'timeout', message: text }, { service: text });
  const rendered = markdown.render(checkReport([hostile]), plainLook);
  const rows = rendered.split('\n').filter((line) => line.startsWith('| ✕'));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.split('|')).toHaveLength(7);
  expect(rendered).not.toMatch(/<|:\/\/|(?<!\\)[[\]`*]/);
});

test('a report of no services has no table', () => {
  expect(markdown.render(checkReport([]), plainLook)).not.toContain('|');
});
