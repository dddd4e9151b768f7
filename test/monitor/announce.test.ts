import { expect, test } from 'vitest';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import { announceMaintenance } from '../../src/monitor/announce.ts';

const hourMs = 3_600_000;
const nowAt = Date.UTC(2026, 10, 21, 12, 0, 0, 500);
const nightly = { name: 'patching', schedule: '0 2 * * *', durationMs: hourMs, timezone: 'UTC', match: {} };

/** Holds windows, and never the same id twice. */
function shelf() {
  const held = new Map<string, MaintenanceWindow>();
  return {
    held: () => [...held.values()],
    maintenance: async ({ fromAt, toAt }: { readonly fromAt: number; readonly toAt: number }) =>
      [...held.values()].filter(({ startsAt, endsAt }) => endsAt > fromAt && startsAt < toAt),
    saveMaintenance: async (window: MaintenanceWindow) => void held.set(window.id, window),
    announceMaintenance: async (windows: readonly MaintenanceWindow[]) => {
      for (const window of windows) if (!held.has(window.id)) held.set(window.id, window);
    },
  };
}

test('what begins in the next 25 hours is announced once', async () => {
  const store = shelf();
  await announceMaintenance([nightly], store, nowAt);
  await announceMaintenance([nightly], store, nowAt + hourMs);
  expect(store.held().map(({ startsAt, createdAt }) => [startsAt, createdAt])).toEqual([
    [Date.UTC(2026, 10, 22, 2), nowAt],
  ]);
});

test('who runs once a day announces every window', async () => {
  const store = shelf();
  for (let day = 0; day < 5; day += 1) await announceMaintenance([nightly], store, nowAt + day * 24 * hourMs);
  expect(store.held()).toHaveLength(5);
  expect(store.held().every(({ createdAt, startsAt }) => createdAt < startsAt)).toBe(true);
});

test('a schedule that is removed takes back what has not begun, and nothing that people planned', async () => {
  const store = shelf();
  await announceMaintenance([nightly], store, nowAt);
  const [planned] = store.held();
  if (planned === undefined) throw new Error('nothing was announced');
  await store.saveMaintenance({ ...planned, id: 'mine', origin: 'person', by: 'kim' });
  await announceMaintenance([], store, nowAt + hourMs);
  expect(store.held().map(({ by, cancelledAt }) => [by, cancelledAt])).toEqual([
    ['services.yaml', nowAt + hourMs],
    ['kim', undefined],
  ]);
});
