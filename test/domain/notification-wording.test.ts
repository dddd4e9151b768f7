import { expect, test } from 'vitest';
import type { NotificationState } from '../../src/domain/notification.ts';
import { fitLines, serviceLine, subjectLine } from '../../src/domain/notification-wording.ts';
import { createdAt, hostileTexts, notification, notifiedService } from '../support/notifications.ts';

const release = { deployment: '01KAH3Y2', version: '2.3.1', environment: 'production' };

test.each<[NotificationState, string]>([
  ['firing', 'Service Health Alert: 1 unhealthy, 1 slow of 12 services'],
  ['reminder', 'Service Health Reminder: 1 unhealthy, 1 slow of 12 services'],
  ['acknowledged', 'Service Health Acknowledged: 1 unhealthy, 1 slow of 12 services'],
  ['resolved', 'Service Health Resolved: 1 unhealthy, 1 slow of 12 services'],
])('the subject of a %s message', (state, subject) => {
  expect(subjectLine(notification({ state }))).toBe(subject);
});

test.each([
  ['the name and what was found', {}, 'api: expected status 200, got 503'],
  ['the attempts where there were several', { attempts: 4 }, 'api: expected status 200, got 503 · 4 attempts'],
  ['since when', { sinceAt: createdAt - 7_500_000 }, 'api: expected status 200, got 503 · for 2 h 5 min'],
  [
    'no time below zero after the clock was set back',
    { sinceAt: createdAt + 5 },
    'api: expected status 200, got 503 · for 0 ms',
  ],
  [
    'how long it was down when it is over',
    { sinceAt: createdAt - 400_000, endedAt: createdAt - 220_000, ended: 'recovered' as const },
    'api: was down for 3 min: expected status 200, got 503',
  ],
  [
    'that it is over and was never told of',
    { rule: 'slow' as const, sinceAt: 0, endedAt: 180_000, firstMention: true as const },
    'api: was slow for 3 min: expected status 200, got 503 · not told before',
  ],
  [
    'that it was removed',
    { sinceAt: 0, endedAt: 180_000, ended: 'removed' as const },
    'api: removed from the configuration, was down for 3 min: expected status 200, got 503',
  ],
  [
    'whom else it affects',
    { affects: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    'api: expected status 200, got 503 · affects a, b, c, d, e and 2 more',
  ],
  ['who has taken it on', { acknowledgedBy: 'kim\n' }, 'api: expected status 200, got 503 · acknowledged by kim'],
  [
    'how a release is taken back',
    { rule: 'deployment' as const, reason: 'deployment_failed' as const, release },
    'api: expected status 200, got 503 · to take it back: svcmon deploy rollback 01KAH3Y2',
  ],
  [
    'that a rollback is to be made by hand',
    { rule: 'deployment' as const, reason: 'rollback_not_told' as const, release },
    'api: expected status 200, got 503 · roll it back by hand',
  ],
  [
    'nothing to do once a release is no trouble any more',
    { rule: 'deployment' as const, reason: 'deployment_failed' as const, release, sinceAt: 0, endedAt: 180_000 },
    'api: was on a bad release for 3 min: expected status 200, got 503',
  ],
  ['what was answered', { evidence: 'db down' }, 'api: expected status 200, got 503 · answer: db down'],
])('a line tells %s', (_name, changes, line) => {
  expect(serviceLine(notifiedService(changes), createdAt)).toBe(line);
});

test.each(Object.entries(hostileTexts))('a line stays one plain line of bounded length with %s', (_name, text) => {
  const line = serviceLine(
    notifiedService({ name: text, message: text, evidence: text, release: { ...release, deployment: text } }),
    createdAt,
  );
  expect(line).not.toMatch(/[\n\r\u001b\u202e]/);
  expect([...line].length).toBeLessThan(800);
});

test.each([
  ['all where they fit', ['a', 'b', 'c'], { maxLines: 3, maxLength: 100 }, ['a', 'b', 'c']],
  ['the first ones by number', ['a', 'b', 'c'], { maxLines: 1, maxLength: 100 }, ['a', 'and 2 more']],
  [
    'the first ones by length',
    ['aaaa', 'bbbb', 'cccc'],
    { maxLines: 9, maxLength: 10 },
    ['aaaa', 'bbbb', 'and 1 more'],
  ],
  ['a mere count where none fits', ['aaaa', 'bbbb'], { maxLines: 9, maxLength: 2 }, ['and 2 more']],
  ['nothing of nothing', [], { maxLines: 9, maxLength: 2 }, []],
])('shows %s', (_name, lines, limits, shown) => {
  expect(fitLines(lines, limits)).toEqual(shown);
});
