import { describe, expect, test } from 'vitest';
import { maintenanceAdded, silenceAdded } from '../../../src/cli/silences/added.ts';
import { maintenanceList } from '../../../src/cli/silences/maintenance-list.ts';
import { silenceList } from '../../../src/cli/silences/silence-list.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { nextWindowOf, plannedWindows } from '../../../src/domain/planned-maintenance.ts';
import { maintenanceDocument, silenceDocument } from '../../../src/reporting/silence-document.ts';
import { maintenanceWindow, noon, silence } from '../../storage/records.ts';

const hour = 3_600_000;
const nowAt = noon + hour / 2;
const time = createWallTime({ nowAt, timeZone: 'Europe/Berlin' });
const look = { color: false, width: 80, unicode: true };
const patching = {
  name: 'patching',
  schedule: '0 2 * * SUN',
  durationMs: 2 * hour,
  timezone: 'Europe/Berlin',
  match: { group: 'shop' },
};

test('silences are one line each', () => {
  const silences = [
    silence({ id: '01KAH3Y2M40000AA' }),
    silence({ id: '01KAH3Y2M40001BB', match: {}, endsAt: noon + 30 * hour, by: 'lee', comment: 'a\nb\u001b[2J' }),
  ];
  expect(
    silenceList(silences, time, look),
  ).toBe(`SILENCE         FOR                      UNTIL  ENDS            BY   COMMENT
01KAH3Y2M40000  api                   15:00:00  in 90 min       kim  known
01KAH3Y2M40001  every service  22 Nov 19:00:00  in 29 h 30 min  lee  a b
`);
  expect(silenceList([], time, look)).toBe('');
});

describe('planned maintenance', () => {
  test('is what is open or to come; of a schedule the next time', () => {
    const cancelled = maintenanceWindow({ id: 'm-2', cancelledAt: noon });
    const windows = plannedWindows([maintenanceWindow(), cancelled], [patching], nowAt);
    expect(windows.map(({ name, startsAt }) => [name, new Date(startsAt).toISOString()])).toEqual([
      ['patching', '2026-11-21T12:00:00.000Z'],
      ['patching', '2026-11-22T01:00:00.000Z'],
    ]);
  });

  test('is one line each, those of the configuration without an id', () => {
    const windows = plannedWindows([maintenanceWindow({ id: '01KAH3Y2M40000AA', name: 'upgrade' })], [patching], nowAt);
    expect(maintenanceList(windows, time, { ...look, width: 120 })).toBe(
      `WINDOW    NAME               BEGINS   LASTS  STATE                 FOR         BY
01KAH3Y2  upgrade          13:00:00  60 min  open, ends in 30 min  group shop  kim
–         patching  22 Nov 02:00:00     2 h  in 12 h 30 min        group shop  services.yaml
`,
    );
  });

  test('of a rare pattern is found years ahead, and of one that never comes not at all', () => {
    const leapDay = { ...patching, schedule: '0 2 29 2 *', timezone: 'UTC' };
    expect(nextWindowOf(leapDay, nowAt)?.startsAt).toBe(Date.UTC(2028, 1, 29, 2));
    expect(nextWindowOf({ ...leapDay, schedule: '0 2 30 2 *' }, nowAt)).toBeUndefined();
  });

  test('of a pattern that comes every minute is found at once', () => {
    const always = { ...patching, schedule: '* * * * *', durationMs: 60_000 };
    expect(nextWindowOf(always, nowAt)?.startsAt).toBe(nowAt);
  });
});

describe('what was added', () => {
  const added = { services: 1, time, look };

  test('is told with the id that ends it', () => {
    expect(silenceAdded(silence({ comment: '' }), added)).toBe(`silence s-1
  For         api (1 service)
  Until       15:00:00 CET, in 90 min
  By          kim
`);
    expect(maintenanceAdded(maintenanceWindow({ startsAt: noon + hour }), { ...added, services: 2 })).toBe(
      `maintenance "patching", window m-1
  For         group shop (2 services)
  From        14:00:00 CET, in 30 min
  Until       14:00:00 CET, in 30 min
  By          kim
`,
    );
  });

  test('is told to have begun where it has', () => {
    expect(maintenanceAdded(maintenanceWindow(), added)).toContain('  From        now\n');
  });
});

test('documents hold RFC 3339 in UTC', () => {
  expect(silenceDocument(silence())).toEqual({
    id: 's-1',
    match: { services: ['api'], group: null, tags: {} },
    starts: '2026-11-21T12:00:00.000Z',
    ends: '2026-11-21T14:00:00.000Z',
    by: 'kim',
    comment: 'known',
    created: '2026-11-21T12:00:00.000Z',
  });
  expect(maintenanceDocument(maintenanceWindow())).toMatchObject({
    name: 'patching',
    origin: 'person',
    announced: '2026-11-20T12:00:00.000Z',
    cancelled: null,
  });
  expect(maintenanceDocument(maintenanceWindow({ origin: 'config' }))).toMatchObject({ announced: null });
});
