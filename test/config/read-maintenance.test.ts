import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

/** Two services, then these entries of `maintenance:` from line 5 on. */
function withMaintenance(...entries: readonly string[]): string {
  return [twoServices.trimEnd(), 'maintenance:', ...entries.map((entry) => `  - ${entry}`), ''].join('\n');
}

describe('maintenance', () => {
  test('begins by a cron pattern in its zone, or once', async () => {
    const { maintenance } = await configOfText(
      withMaintenance(
        '{ name: patching, schedule: "0 2 * * SUN", duration: 2h, timezone: Europe/Berlin, match: { group: shop } }',
        '{ name: move, schedule: "2026-12-24T22:00", duration: 1d }',
      ),
    );
    expect(maintenance).toEqual([
      {
        name: 'patching',
        schedule: '0 2 * * SUN',
        durationMs: 7_200_000,
        timezone: 'Europe/Berlin',
        match: { group: 'shop' },
      },
      { name: 'move', schedule: '2026-12-24T22:00', durationMs: 86_400_000, timezone: 'UTC', match: {} },
    ]);
  });

  test.each([
    [
      'a zone that is none',
      '{ name: a, schedule: "0 2 * * *", duration: 2h, timezone: Berlin }',
      ['services.yaml:5:63 maintenance[0].timezone: expected an IANA time zone such as "Europe/Berlin", got "Berlin"'],
    ],
    [
      'a service that is not there',
      '{ name: a, schedule: "0 2 * * *", duration: 2h, match: { services: [order-db] } }',
      [
        'services.yaml:5:73 maintenance[0].match.services[0]: no service is named "order-db" – did you mean "orders-db"?',
      ],
    ],
    ['no duration', '{ name: a, schedule: "0 2 * * *" }', ['services.yaml:5:5 maintenance[0].duration: is required']],
  ])('is refused for %s', async (_name, entry, problems) => {
    expect((await loadText(withMaintenance(entry))).problems).toEqual(problems);
  });

  test.each(['0 2 * *', '0 2 * * FUN', '61 2 * * *', 'every sunday', '2026-13-24T22:00'])(
    'is refused for the pattern %s, at its place',
    async (schedule) => {
      const { problems } = await loadText(withMaintenance(`{ name: a, schedule: "${schedule}", duration: 2h }`));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(
        `services.yaml:5:26 maintenance[0].schedule: expected a cron pattern of five fields`,
      );
    },
  );

  test('of one name is there once', async () => {
    const entry = '{ name: a, schedule: "0 2 * * *", duration: 2h }';
    expect((await loadText(withMaintenance(entry, entry))).problems).toEqual([
      'services.yaml:6:13 maintenance[1].name: "a" is also the name of maintenance[0]',
    ]);
  });

  test('for a group that no service has is warned of', async () => {
    const entry = '{ name: a, schedule: "0 2 * * *", duration: 2h, match: { group: shpo } }';
    expect((await loadText(withMaintenance(entry))).warnings).toEqual([
      'services.yaml:5:69 maintenance[0].match.group: no service has the group "shpo"',
    ]);
  });
});
