import { expect, test } from 'vitest';
import type { Incident } from '../../src/domain/incident.ts';
import type { Silence } from '../../src/domain/silence.ts';
import { readSurroundings } from '../../src/monitor/surroundings.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const hourMs = 3_600_000;

test('silences, windows of both kinds, pauses and acknowledgements are read together', async () => {
  const clock = createFakeClock({ at: Date.UTC(2026, 10, 22, 1, 30) });
  const silence: Silence = { id: 's', match: {}, startsAt: 0, endsAt: 1, by: 'ann', comment: '', createdAt: 0 };
  const incident: Incident = {
    id: 'i1',
    service: 'api',
    status: 'unhealthy',
    reason: 'timeout',
    message: '',
    startedAt: 1,
    confirmedAt: 2,
  };
  const asked: unknown[] = [];
  const surroundings = await readSurroundings({
    clock,
    schedules: [
      { name: 'patching', schedule: '0 2 * * *', durationMs: hourMs, timezone: 'UTC', match: {} },
      { name: 'later', schedule: '0 5 * * *', durationMs: hourMs, timezone: 'UTC', match: {} },
    ],
    store: {
      silences: async () => [silence],
      maintenance: async (range) => {
        asked.push(range);
        return [{ ...silence, id: 'm', name: 'move', origin: 'person' }];
      },
      deployments: async () => [],
      pausedServices: async () => ['web'],
      incidents: async (query) => {
        asked.push(query.open);
        return [
          { ...incident, acknowledged: { by: 'ann', at: 3 } },
          { ...incident, id: 'i2' },
        ];
      },
    },
  });
  expect(asked).toEqual([{ fromAt: clock.now(), toAt: clock.now() + hourMs }, true]);
  expect(surroundings.silences).toEqual([silence]);
  expect(surroundings.maintenance.map(({ name }) => name)).toEqual(['move', 'patching']);
  expect([...surroundings.paused]).toEqual(['web']);
  expect([...surroundings.acknowledged]).toEqual([['i1', { by: 'ann', at: 3 }]]);
});
