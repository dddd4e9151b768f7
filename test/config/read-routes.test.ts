import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

const hour = 3_600_000;
const twoChannels = [
  '  channels:',
  '    - { name: ops, type: slack, webhook_url: "https://hooks.slack.com/services/A/B/ccccccc" }',
  '    - { name: oncall, type: slack, webhook_url: "https://hooks.slack.com/services/D/E/fffffff" }',
];

/** Two services and two channels, then these lines of `alerts:` from line 8 on. */
function withAlerts(...lines: readonly string[]): string {
  return [twoServices.trimEnd(), 'alerts:', ...twoChannels, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

describe('routes', () => {
  test('are one to every channel where none are given', async () => {
    const { alerts } = await configOfText(withAlerts());
    expect(alerts.routes).toEqual([
      {
        match: {},
        channels: ['directory', 'ops', 'oncall'],
        repeatIntervalMs: 4 * hour,
        groupWaitMs: 10_000,
        continue: false,
      },
    ]);
  });

  test('are taken in order, with times of their own, after the one to the folder of alert files', async () => {
    const text = withAlerts(
      'repeat_interval: 1h',
      'group_wait: 1s',
      'routes:',
      '  - { match: { tags: { tier: "1" }, group: shop, severity: critical }, channels: [oncall, ops], repeat_interval: 15m, group_wait: 0, continue: true }',
      '  - { match: { services: [orders-db] }, channels: [ops], repeat_interval: 0 }',
      '  - { channels: [ops] }',
    );
    const { alerts } = await configOfText(text);
    expect(alerts.routes).toEqual([
      { match: {}, channels: ['directory'], repeatIntervalMs: hour, groupWaitMs: 1_000, continue: true },
      {
        match: { group: 'shop', tags: { tier: '1' }, severity: 'critical' },
        channels: ['oncall', 'ops'],
        repeatIntervalMs: 900_000,
        groupWaitMs: 0,
        continue: true,
      },
      {
        match: { services: ['orders-db'] },
        channels: ['ops'],
        repeatIntervalMs: Number.POSITIVE_INFINITY,
        groupWaitMs: 1_000,
        continue: false,
      },
      { match: {}, channels: ['ops'], repeatIntervalMs: hour, groupWaitMs: 1_000, continue: false },
    ]);
  });

  test('that name the folder of alert files decide what is written there', async () => {
    const { alerts } = await configOfText(
      withAlerts('routes: [{ channels: [ops, oncall] }, { match: { group: shop }, channels: [directory] }]'),
    );
    expect(alerts.routes.map(({ channels }) => channels)).toEqual([['ops', 'oncall'], ['directory']]);
  });

  test.each([
    [
      'a channel that is not there',
      'routes: [{ channels: [opps, oncall] }]',
      ['services.yaml:8:25 alerts.routes[0].channels[0]: no channel is named "opps" – did you mean "ops"?'],
    ],
    [
      'a service that is not there',
      'routes: [{ match: { services: [chekout] }, channels: [ops] }]',
      [
        'services.yaml:8:34 alerts.routes[0].match.services[0]: no service is named "chekout" – did you mean "checkout"?',
      ],
    ],
    [
      'no channel',
      'routes: [{ channels: [] }]',
      ['services.yaml:8:24 alerts.routes[0].channels: name at least one channel'],
    ],
    [
      'an unknown key',
      'routes: [{ channel: ops, channels: [ops] }]',
      ['services.yaml:8:14 alerts.routes[0].channel: unknown key – did you mean "channels"?'],
    ],
    [
      'a group wait of a day',
      'group_wait: 1d',
      ['services.yaml:8:15 alerts.group_wait: expected a duration between 0ms and 1h, got "1d"'],
    ],
  ])('are refused for %s', async (_name, line, problems) => {
    expect((await loadText(withAlerts(line))).problems).toEqual(problems);
  });

  test.each([
    [
      'a group and a tag that no service has',
      'routes: [{ match: { group: shpo, tags: { tier: "2" } }, channels: [ops, oncall] }]',
      [
        'services.yaml:8:30 alerts.routes[0].match.group: no service has the group "shpo"',
        'services.yaml:8:50 alerts.routes[0].match.tags.tier: no service has the tag "tier=2"',
      ],
    ],
    [
      'a channel that no route leads to',
      'routes: [{ channels: [ops] }]',
      ['services.yaml:8:11 alerts.routes: no route leads to the channel "oncall"'],
    ],
    [
      'a route behind one that takes everything',
      'routes: [{ channels: [ops] }, { channels: [oncall] }]',
      [
        'services.yaml:8:33 alerts.routes[1]: is never reached: routes[0] takes every alert – give routes[0] a match, or "continue: true"',
      ],
    ],
  ])('warn of %s', async (_name, line, warnings) => {
    expect(await loadText(withAlerts(line))).toMatchObject({ problems: [], warnings });
  });
});

describe('rules', () => {
  test('tell of everything but degraded unless told otherwise, and always of svcmon itself', async () => {
    const { alerts } = await configOfText(withAlerts());
    expect([...alerts.rules]).toEqual([
      'unhealthy',
      'slow',
      'flapping',
      'certificate',
      'slo_burn',
      'deployment',
      'monitor_offline',
      'storage',
    ]);
    const other = await configOfText(
      withAlerts('rules: { degraded: true, slow: false, flapping: false, slo_burn: false, deployment: false }'),
    );
    expect([...other.alerts.rules]).toEqual(['unhealthy', 'degraded', 'certificate', 'monitor_offline', 'storage']);
  });

  test('tell of a certificate at these times before its expiry', async () => {
    const { alerts } = await configOfText(withAlerts('certificate_stages: [30d, 12h]'));
    expect(alerts.certificateStagesMs).toEqual([720 * hour, 12 * hour]);
  });
});
