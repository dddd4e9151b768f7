import { expect, test } from 'vitest';
import { parseRobots } from '../../../src/probes/asking/robots-rules.ts';

test.each([
  ['', '/a', true],
  ['User-agent: *\nDisallow: /', '/a', false],
  ['User-agent: *\nDisallow:', '/a', true],
  ['User-agent: *\nDisallow: /\nAllow: /health', '/health?full=1', true],
  ['User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
  ['User-agent: *\nAllow: /a\nDisallow: /ab', '/abc', false],
  ['User-agent: *\nDisallow: /\n\nUser-agent: SvcMon/1.0\nAllow: /', '/a', true],
  ['User-agent: svcmon\nUser-agent: other\nDisallow: /x', '/x', false],
  ['User-agent: svcmon\nDisallow: /x\n\nUser-agent: svcmon\nDisallow: /y', '/y', false],
  ['User-agent: other\nDisallow: /', '/a', true],
  ['User-agent: *\nDisallow: /*.php$', '/a.php', false],
  ['User-agent: *\nDisallow: /*.php$', '/a.php?x', true],
  ['User-agent: *\nDisallow: /a$', '/a', false],
  ['User-agent: *\nDisallow: /a$', '/ab', true],
  ['User-agent: *\nDisallow: /a*b*c', '/a-c-b', true],
  ['User-agent: *\nDisallow: /a*b*c', '/a-b-c-d', false],
  ['User-agent: *\nDisallow: /%7Eann # home', '/~ann/', false],
  ['User-agent: *\nDisallow: /grüße', '/gr%C3%BC%C3%9Fe', false],
  ['\r\nuser-agent : *\r\nSitemap: x\r\ndisallow : /a', '/a', false],
  ['Disallow: /a', '/a', true],
])('%j allows %s: %s', (text, path, allowed) => {
  expect(parseRobots(text, 'svcmon').allows(path)).toBe(allowed);
});

test('a pattern full of stars takes no time', () => {
  const rules = parseRobots(`User-agent: *\nDisallow: /${'*a'.repeat(5_000)}b$`, 'svcmon');
  const startedAt = performance.now();
  expect(rules.allows(`/${'a'.repeat(10_000)}`)).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
