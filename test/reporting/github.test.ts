import { expect, test } from 'vitest';
import { github } from '../../src/reporting/github.ts';
import { checkReport, checkResult, foundResult, mixedReport } from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

test('unhealthy and unknown are errors, degraded is a warning, the summary a notice', () => {
  expect(github.render(mixedReport, plainLook).split('\n')).toEqual([
    '::error title=api is unhealthy::expected status 2xx, got 503 Service Unavailable (2 attempts) – https://api.shop.example/health',
    '::warning title=search is degraded::slow: 1.9 s, over the warning threshold of 1.0 s – https://shop.example/health',
    '::error title=eu-cache is unknown::our own DNS resolver does not answer – cache.example:6379',
    '::notice title=svcmon::4 services: 1 healthy, 1 degraded, 1 unhealthy (api), 1 unknown in 2.3 s',
    '',
  ]);
});

test('only the summary is said when all is well', () => {
  expect(github.render(checkReport([checkResult()]), plainLook)).toBe(
    '::notice title=svcmon::1 service: 1 healthy in 2.3 s\n',
  );
});

test('what separates properties and messages is escaped', () => {
  const odd = foundResult({ status: 'unhealthy', reason: 'timeout', message: '100%\n::set' }, { service: 'a:b,c%' });
  expect(github.render(checkReport([odd]), plainLook)).toMatch(
    /^::error title=a%3Ab%2Cc%25 is unhealthy::100%25 ::set – /,
  );
});

test.each(hostileTexts)('a name and a message with %s stay in one command', (_name, text) => {
  const hostile = foundResult(
    { status: 'unhealthy', reason: 'timeout', message: text },
    { service: text, target: text },
  );
  const lines = github
    .render(checkReport([hostile]), plainLook)
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^::error title=[^:,]* is unhealthy::/);
});
