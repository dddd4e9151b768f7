import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

const channels = `alerts:
  webhook_url: https://hooks.slack.example/services/T1/B2/x3
  channels:
    - { name: mail, type: email, host: smtp.example, from: a@b.example, to: c@d.example }
    - { name: pager, type: pagerduty, routing_key: 0123456789abcdef0123456789abcdef }
`;

function withReports(...lines: readonly string[]): string {
  return [twoServices.trimEnd(), channels.trimEnd(), 'reports:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

describe('reports', () => {
  test('go into their folder by UTC, and none is made by itself, unless told otherwise', async () => {
    const { reports } = await configOfText(twoServices);
    expect(reports).toEqual({ timezone: 'UTC', directory: 'reports', schedule: [] });
  });

  test('are made by a schedule, and sent through channels', async () => {
    const { reports } = await configOfText(
      withReports(
        'timezone: Europe/Berlin',
        'directory: /srv/reports',
        'schedule:',
        '  - { name: monthly, when: "0 6 1 * *", formats: [html, json, html], channels: [mail, webhook_url, mail] }',
        '  - { name: weekly, when: "0 7 * * MON", period: week }',
      ),
    );
    expect(reports).toEqual({
      timezone: 'Europe/Berlin',
      directory: '/srv/reports',
      schedule: [
        {
          name: 'monthly',
          when: '0 6 1 * *',
          unit: 'month',
          formats: ['html', 'json'],
          channels: ['mail', 'webhook_url'],
        },
        { name: 'weekly', when: '0 7 * * MON', unit: 'week', formats: ['html'], channels: [] },
      ],
    });
  });

  test.each([
    [
      'a pattern that means nothing',
      '{ name: a, when: "0 6 1 *" }',
      'schedule[0].when: expected a cron pattern of five',
    ],
    ['a time that comes once', '{ name: a, when: "2026-12-24T22:00" }', 'schedule[0].when: expected a cron pattern of'],
    [
      'a channel that is not there',
      '{ name: a, when: "0 6 1 * *", channels: [mial] }',
      'no channel is named "mial" – did you mean "mail"?',
    ],
    [
      'a channel that keeps alerts open',
      '{ name: a, when: "0 6 1 * *", channels: [mail, pager] }',
      'schedule[0].channels[1]: a channel of type pagerduty takes alerts only, no reports',
    ],
    [
      'a format that there is not',
      '{ name: a, when: "0 6 1 * *", formats: [pdf] }',
      'schedule[0].formats[0]: expected "html"',
    ],
    ['no format', '{ name: a, when: "0 6 1 * *", formats: [] }', 'name at least one format'],
    ['no time', '{ name: a }', 'schedule[0].when: is required'],
  ])('are refused for %s', async (_name, entry, problem) => {
    const { problems } = await loadText(withReports('schedule:', `  - ${entry}`));
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('are refused where two have one name', async () => {
    const entry = '  - { name: a, when: "0 6 1 * *" }';
    const { problems } = await loadText(withReports('schedule:', entry, entry));
    expect(problems).toEqual([expect.stringContaining('"a" is also the name of reports.schedule[0]')]);
  });

  test('tell a zone that is none once', async () => {
    const entry = '  - { name: a, when: "0 6 1 * *" }';
    const { problems } = await loadText(withReports('timezone: Berlin', 'schedule:', entry));
    expect(problems).toEqual([expect.stringContaining('reports.timezone: expected an IANA time zone')]);
  });
});
