import { expect, test } from 'vitest';
import { historyDocument } from '../../../src/cli/history/history-document.ts';
import { readHistories } from '../../../src/cli/history/service-history.ts';
import { serviceView } from '../../../src/cli/history/service-view.ts';
import { slotTable } from '../../../src/cli/history/slot-table.ts';
import { slotsOf } from '../../../src/cli/history/slots.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { maintenanceWindow, noon } from '../../storage/records.ts';
import { serviceNamed } from '../../support/service.ts';
import { exampleHistories, pastStore, seen } from './example.ts';

const look = { color: false, width: 80, unicode: true };
const time = createWallTime({ nowAt: noon, timeZone: 'Europe/Berlin' });
const hour = 3_600_000;
const day = 24 * hour;

test('one service is shown by time, with the figures of each span', async () => {
  const [checkout] = await exampleHistories(72);
  expect(checkout && serviceView(checkout, time, look)).toBe(
    `  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇✕✕▇▇▇▇▇▇▇
  ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅███▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅
        15:00    18:00    21:00    00:00    03:00    06:00    09:00
  ✕ down

                         24H       7D      30D      90D
uptime               97.91 %  99.70 %  99.93 %  99.97 %
known                  100 %    100 %    100 %    100 %
downtime              30 min   30 min   30 min   30 min
outages                    1        1        1        1
mean time to repair   30 min   30 min   30 min   30 min
p50                    66 ms    65 ms    65 ms    65 ms
p95                    89 ms    87 ms    87 ms    87 ms
p99                   224 ms    89 ms    89 ms    89 ms
answers                 1440     7440    13440    19440
`,
  );
});

test('of whom nothing is known nothing is claimed', async () => {
  const mail = (await exampleHistories()).at(-1);
  const text = (mail && serviceView(mail, time, look)) ?? '';
  expect(text).toMatch(/^uptime +– +– +– +–$/m);
  expect(text).toMatch(/^known +0 % +0 % +0 % +0 %$/m);
  expect(mail && historyDocument(mail).spans[0]).toMatchObject({ availability: null, coverage: 0, mttr_seconds: null });
});

test('maintenance, pauses and degraded time have a line only where there are any', async () => {
  const store = pastStore({
    tracks: { api: [seen(noon - 2 * day, noon)] },
    maintenance: [
      maintenanceWindow({ match: {}, createdAt: noon - day, startsAt: noon - 5 * hour, endsAt: noon - 4 * hour }),
    ],
    pauses: [{ service: 'api', fromAt: noon - 2 * hour }],
  });
  const slots = slotsOf({ fromAt: noon - day, toAt: noon }, 24);
  const [api] = await readHistories(store, [serviceNamed('api')], { spansMs: [day], slots, nowAt: noon });
  const text = (api && serviceView(api, time, look)) ?? '';
  expect(text).toContain('▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇⚒▇▇⏸⏸');
  expect(text).toMatch(/^maintenance +60 min$/m);
  expect(text).toMatch(/^paused +2 h$/m);
  expect(text).not.toContain('degraded');
  expect(text).toMatch(/^uptime +100 %$/m);
});

test('hours are a line each', async () => {
  const [, search] = await exampleHistories();
  const slots = (search?.slots ?? []).slice(14, 17).map((slot) => ({ ...slot, label: time.clock(slot.fromAt) }));
  expect(slotTable(slots, 'HOUR', look)).toBe(
    ` HOUR    STATE    UPTIME  DOWN  UNKNOWN    P50    P95  P99  ANSWERS  TIMEOUTS
03:00  ✓ up        100 %     –        –  63 ms  87 ms    –       60         0
04:00  · unknown       –     –   60 min      –      –    –        0         0
05:00  · unknown       –     –   60 min  63 ms  87 ms    –       60         0
`,
  );
});
