import { expect, test } from 'vitest';
import { lookOf, messageSections, messageText, messageTitle, oneLine, runbookUrl } from '../../src/channels/message.ts';
import { notification, notifiedService } from '../support/notifications.ts';

const wide = { maxLines: 20, maxLength: 4_000 };

test('tells every part under its title', () => {
  const certificate = notifiedService({ name: 'mail', message: 'expires in 6 days' });
  const told = notification({ others: [certificate], sinceLastMessage: '1 still firing: cart' });
  expect(messageText(told, wide)).toBe(
    [
      'Unhealthy Services\n• api: expected status 200, got 503',
      'Slow Services\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
      'Other Alerts\n• mail: expires in 6 days',
      'Since the Last Message\n• 1 still firing: cart',
    ].join('\n\n'),
  );
});

test('says at least what it is about where there is nothing to list', () => {
  expect(messageText(notification({ unhealthy: [], slow: [] }), wide)).toBe(
    'Service Health Alert: 1 unhealthy, 1 slow of 12 services',
  );
});

test.each([400, 1_000, 4_000])('stays within %i units, with a line of every part', (maxLength) => {
  const fleet = Array.from({ length: 80 }, (_, at) =>
    notifiedService({ name: `api-${at}`, message: '<&>'.repeat(400) }),
  );
  const told = notification({ unhealthy: fleet, slow: fleet, others: fleet });
  const markUp = (text: string) => text.replaceAll('<', '&lt;').replaceAll('&', '&amp;');
  const sections = messageSections(told, { maxLines: 20, maxLength, escape: markUp });
  expect(messageText(told, { maxLines: 20, maxLength, escape: markUp }).length).toBeLessThanOrEqual(maxLength);
  for (const { lines } of sections) {
    expect(lines[0]).toMatch(/^• api-0: /);
    expect(lines.at(-1)).toMatch(/^and \d+ more$/);
  }
});

test('never cuts an escape sequence in two', () => {
  const told = notification({ unhealthy: [notifiedService({ message: '&'.repeat(2_000) })], slow: [] });
  const [section] = messageSections(told, {
    maxLines: 5,
    maxLength: 500,
    escape: (text) => text.replaceAll('&', '&amp;'),
  });
  expect(section?.lines[0]?.replaceAll('&amp;', '')).not.toContain('&');
});

test('leaves a link out rather than the text', () => {
  const service = notifiedService({ runbook: `https://wiki.example/${'r'.repeat(300)}` });
  expect(messageText(notification({ unhealthy: [service], slow: [] }), { maxLines: 5, maxLength: 300 })).toBe(
    'Unhealthy Services\n• api: expected status 200, got 503',
  );
});

test('puts the title first, with a sign of how it stands', () => {
  expect(messageTitle(notification(), 100)).toBe('🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services');
  expect(messageTitle(notification({ state: 'resolved' }), 100)).toMatch(/^✅ Service Health Resolved/);
  expect([...messageTitle(notification({ summary: '🔥'.repeat(500) }), 100)]).toHaveLength(100);
});

test('looks calm once it is over', () => {
  expect(lookOf(notification())).toBe('critical');
  expect(lookOf(notification({ severity: 'warning' }))).toBe('warning');
  expect(lookOf(notification({ state: 'resolved' }))).toBe('resolved');
});

test.each([
  ['https://wiki.example/api', 'https://wiki.example/api'],
  ['https://wiki.example/ü "<x>"', 'https://wiki.example/%C3%BC%20%22%3Cx%3E%22'],
  ['javascript:alert(1)', undefined],
  ['see the wiki', undefined],
  [`https://wiki.example/${'x'.repeat(600)}`, undefined],
])('takes %s for the runbook %s', (runbook, url) => {
  expect(runbookUrl({ runbook })).toBe(url);
});

test('makes text whole', () => {
  expect(oneLine('a\ud83db\n c\u0007', 10)).toBe('a\ufffdb c');
});
