import { describe, expect, test } from 'vitest';
import { announcementsFor } from '../../src/domain/announcement.ts';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';

const hourMs = 3_600_000;
const nowAt = Date.UTC(2026, 10, 21, 12);

/** One that begins and ends so many hours from now, as a schedule makes it. */
function window(fromHours: number, toHours: number, changes: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  const startsAt = nowAt + fromHours * hourMs;
  return {
    id: `patching/${new Date(startsAt).toISOString()}`,
    name: 'patching',
    match: { group: 'shop', tags: { a: '1', b: '2' } },
    startsAt,
    endsAt: nowAt + toHours * hourMs,
    createdAt: startsAt,
    by: 'services.yaml',
    origin: 'config',
    ...changes,
  };
}

const stored = (fromHours: number, toHours: number, changes: Partial<MaintenanceWindow> = {}) =>
  window(fromHours, toHours, { createdAt: nowAt - 24 * hourMs, ...changes });

describe('the windows of schedules', () => {
  test('are announced now, which is before they begin', () => {
    const { announced, cancelled } = announcementsFor({ wanted: [window(2, 4)], stored: [], nowAt });
    expect(announced).toEqual([{ ...window(2, 4), createdAt: nowAt }]);
    expect(cancelled).toEqual([]);
  });

  test.each<[what: string, wanted: readonly MaintenanceWindow[], held: readonly MaintenanceWindow[]]>([
    ['stands there already', [window(2, 4)], [stored(2, 4)]],
    [
      'stands there with its tags in another order',
      [window(2, 4)],
      [stored(2, 4, { match: { tags: { b: '2', a: '1' }, group: 'shop' } })],
    ],
    ['has begun: that would be too late', [window(-1, 1)], []],
    ['has begun, and was to be made longer', [window(-1, 3)], [stored(-1, 1)]],
  ])('are left as they are where one %s', (_what, wanted, held) => {
    expect(announcementsFor({ wanted, stored: held, nowAt })).toEqual({ announced: [], cancelled: [] });
  });

  test.each<[what: string, wanted: readonly MaintenanceWindow[], held: MaintenanceWindow, endsInHours: number]>([
    ['is to come and is planned no more', [], stored(2, 4), 0],
    ['is open and is planned no more', [], stored(-1, 4), 0],
    ['is open and is to be shorter', [window(-1, 2)], stored(-1, 4), 2],
    ['is open and should be over', [window(-3, -1)], stored(-3, 4), 0],
  ])('end where one %s', (_what, wanted, held, endsInHours) => {
    const { announced, cancelled } = announcementsFor({ wanted, stored: [held], nowAt });
    expect(announced).toEqual([]);
    expect(cancelled).toEqual([{ ...held, cancelledAt: nowAt + endsInHours * hourMs }]);
  });

  test('are cancelled and announced anew, under another id, where one to come changes', () => {
    const held = stored(2, 4);
    const { announced, cancelled } = announcementsFor({ wanted: [window(2, 5)], stored: [held], nowAt });
    expect(cancelled).toEqual([{ ...held, cancelledAt: nowAt }]);
    expect(announced).toEqual([{ ...window(2, 5), createdAt: nowAt, id: `${held.id}/3h` }]);
    const again = announcementsFor({
      wanted: [window(2, 4)],
      stored: [...cancelled, { ...stored(2, 5), id: `${held.id}/3h`, cancelledAt: nowAt }],
      nowAt,
    });
    expect(again.announced.map(({ id }) => id)).toEqual([`${held.id}/2h`]);
  });

  test('that were cancelled, or are over, stay as they are', () => {
    const held = [stored(2, 4, { cancelledAt: nowAt - hourMs }), stored(-4, -2)];
    expect(announcementsFor({ wanted: [], stored: held, nowAt })).toEqual({ announced: [], cancelled: [] });
  });
});
