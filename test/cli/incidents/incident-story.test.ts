import { describe, expect, test } from 'vitest';
import { incidentList } from '../../../src/cli/incidents/incident-list.ts';
import { incidentStory } from '../../../src/cli/incidents/incident-story.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { type TimelineEntry, timelineKinds } from '../../../src/domain/incident.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import type { IncidentStory } from '../../../src/reporting/incident-document.ts';
import { storyDocument } from '../../../src/reporting/incident-document.ts';
import { hostileTexts } from '../../reporting/hostile.ts';
import { incident, noon, outboxItem } from '../../storage/records.ts';
import { unhealthyResult } from '../../support/check-result.ts';

const minute = 60_000;
const look = { color: false, width: 80, unicode: true };
const time = createWallTime({ nowAt: noon + 12 * minute, timeZone: 'Europe/Berlin' });

function entry(minutes: number, kind: TimelineEntry['kind'], text: string, by?: string): TimelineEntry {
  return { incidentId: 'i-1', at: noon + minutes * minute, kind, text, ...(by !== undefined && { by }) };
}

const story: IncidentStory = {
  incident: incident({ acknowledged: { by: 'kim', at: noon + 5 * minute } }),
  timeline: [
    entry(0, 'first_failure', 'api began to fail'),
    entry(2, 'confirmed', 'confirmed unhealthy: no complete answer within 10 s'),
    entry(2, 'firing', 'unhealthy: to ops, oncall'),
    entry(2, 'delivered', 'firing to ops: answered 200'),
    entry(2, 'not_sent', 'unhealthy: suppressed: silenced by kim until 2026-11-21T14:00:00.000Z'),
    entry(5, 'acknowledged', 'acknowledged by kim', 'kim'),
    entry(6, 'note', 'the pool was exhausted, and nobody had noticed since the last release', 'kim'),
    entry(12 * 60, 'recovered', 'first healthy result, after 12 h'),
  ],
  messages: [
    outboxItem({ state: 'delivered', attempts: 1, settledAt: noon + 2 * minute }),
    outboxItem({
      id: 'o-2',
      channel: 'oncall',
      attempts: 3,
      lastError: 'answered 503',
      notBeforeAt: noon + 13 * minute,
    }),
    outboxItem({ id: 'o-3', kind: 'resolved', state: 'replaced' }),
  ],
  failures: [{ ...unhealthyResult, startedAt: noon + minute, evidence: { body: 'db down\nsince noon' } }],
};

test('a story tells what happened, when, what was sent, and what proves it', () => {
  expect(incidentStory(story, time, look)).toBe(`✕ api, unhealthy for 12 min, acknowledged by kim
  no complete answer within 10 s

  Incident    i-1
  Reason      timeout
  Target      https://api.shop.example/health
  Began       21 Nov 2026 13:00:00 CET
  Runbook     https://wiki.example/api

Timeline
         13:00:00          ✕ api began to fail
         13:02:00  +2 min  ✕ confirmed unhealthy: no complete answer within 10 s
         13:02:00  +2 min  → alert, unhealthy: to ops, oncall
         13:02:00  +2 min  ✓ delivered, firing to ops: answered 200
         13:02:00  +2 min  – not sent, unhealthy: suppressed: silenced by kim
                             until 15:00:00
         13:05:00  +5 min  │ acknowledged by kim
         13:06:00  +6 min  │ kim: the pool was exhausted, and nobody had noticed
                             since the last release
  22 Nov 01:00:00   +12 h  ✓ first healthy result, after 12 h

Messages
  ops     ✓ firing delivered at 13:02:00
          – resolved not sent: a newer message says all that it would have said
  oncall  … firing 3 attempts failed, the last: answered 503; the next at
            13:13:00

Evidence of 13:01:00
  │ db down
  │ since noon
`);
});

test('signs of different width leave the story aligned', () => {
  const text = incidentStory(story, time, { ...look, unicode: false });
  expect(text).toContain('+2 min  x  confirmed unhealthy');
  expect(text).toContain('+2 min  -> alert, unhealthy');
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

test('the end is told with how long it lasted', () => {
  const over = incident({ recoveredAt: noon + 4 * minute, closedAt: noon + 6 * minute, closedAs: 'recovered' });
  const text = incidentStory({ incident: over, timeline: [], messages: [], failures: [] }, time, look);
  expect(text).toMatch(/^✓ api, recovered after 4 min\n/);
  expect(text).toContain('  Recovered   21 Nov 2026 13:04:00 CET\n');
});

test('a service that left the configuration has no recovery', () => {
  const removed = incident({ closedAt: noon + 6 * minute, closedAs: 'removed' });
  const text = incidentStory({ incident: removed, timeline: [], messages: [], failures: [] }, time, look);
  expect(text).toMatch(/^✓ api, removed after 6 min\n/);
  expect(text).toContain('  Closed      21 Nov 2026 13:06:00 CET\n');
});

describe.each(hostileTexts)('a target that says %s', (_name, said) => {
  const hostile = { ...incident({ service: said, message: said }), acknowledged: { by: said, at: noon } };
  const told = {
    incident: hostile,
    timeline: timelineKinds.map((kind) => entry(1, kind, said, said)),
    messages: [outboxItem({ channel: said, lastError: said, attempts: 2 })],
    failures: [{ ...unhealthyResult, target: said, runbook: said, evidence: { body: said } }],
  };

  test('can neither break a line nor move the cursor', () => {
    for (const text of [
      incidentStory(told, time, { ...look, width: 60 }),
      incidentList([{ incident: hostile, shortId: 'i-1' }], time, look),
    ]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
    }
    expect(JSON.stringify(storyDocument(told))).not.toMatch(/\\u00[01]|\u202e/);
  });

  test('does not make a list wider than the terminal', () => {
    for (const line of incidentList([{ incident: hostile, shortId: 'i-1' }], time, look).split('\n')) {
      expect(columnsOf(line)).toBeLessThanOrEqual(80);
    }
  });
});

test('a list tells of each incident whether it is over, and how long it lasted', () => {
  const incidents = [
    incident({ id: '01KAH3Y2M40000AA' }),
    incident({ acknowledged: { by: 'kim', at: noon } }),
    incident({ service: 'web', status: 'degraded' }),
    incident({ startedAt: noon - 86_400_000, recoveredAt: noon - 86_340_000, closedAt: noon, closedAs: 'recovered' }),
  ];
  const listed = incidents.map((each) => ({ incident: each, shortId: each.id.slice(0, 8) }));
  expect(incidentList(listed, time, look)).toBe(`  INCIDENT  SERVICE            BEGAN  LASTED  STATE         WHAT
✕ 01KAH3Y2  api             13:00:00  12 min  open          no complete answer…
✕ i-1       api             13:00:00  12 min  acknowledged  no complete answer…
▲ i-1       web             13:00:00  12 min  open          no complete answer…
✓ i-1       api      20 Nov 13:00:00    60 s  recovered     no complete answer…
`);
});

test('a document holds the whole story', () => {
  expect(storyDocument(story)).toMatchObject({
    schema: 'svcmon.incident/v1',
    incident: { id: 'i-1', started: '2026-11-21T12:00:00.000Z', recovered: null, acknowledged: { by: 'kim' } },
    timeline: { length: 8, 0: { kind: 'first_failure', by: null }, 6: { kind: 'note', by: 'kim' } },
    messages: { length: 3, 1: { channel: 'oncall', state: 'pending', attempts: 3, last_error: 'answered 503' } },
    failures: { length: 1, 0: { status: 'unhealthy', evidence: { body: 'db down\nsince noon' } } },
  });
});
