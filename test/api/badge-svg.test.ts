import { expect, test } from 'vitest';
import { badgeSvg } from '../../src/api/badge-svg.ts';

test('a badge holds its text and nothing that is called', () => {
  const svg = badgeSvg({ label: 'uptime 30d', message: '99.95%', tone: 'good' });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20"/);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|script/);
});

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [`"quoted" & 'so'`, '&quot;quoted&quot; &amp; &#39;so&#39;'],
  ['bell \u0007\u0000 and \ud800 half', 'bell  and  half'],
  ['x'.repeat(500), `${'x'.repeat(59)}…`],
  ['日本語', '日本語'],
])('what a service is called is text: %j', (label, shown) => {
  expect(badgeSvg({ label, message: 'up', tone: 'none' })).toContain(`<title>${shown}: up</title>`);
});
