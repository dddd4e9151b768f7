import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/reporting/sla/canonical-json.ts';
import { type SlaDocument, slaReportSchema } from '../../src/reporting/sla/schema.ts';
import { account, startSmtpServer } from '../support/receivers/smtp.ts';
import { fillOctober, octoberConfig } from '../support/sla-month.ts';
import { type Ran, type StateWorld, stateWorld } from './state-world.ts';

interface ReportWorld extends StateWorld {
  readonly reports: string;
  report(...args: readonly string[]): Promise<Ran>;
  document(...args: readonly string[]): Promise<SlaDocument>;
}

async function reportWorld(more: Readonly<Record<string, unknown>> = {}): Promise<ReportWorld> {
  const world = await stateWorld();
  const reports = join(dirname(world.path), 'reports');
  const config = {
    ...octoberConfig,
    storage: { url: `sqlite:${world.path}` },
    reports: { ...octoberConfig.reports, directory: reports },
    ...more,
  };
  await world.edit(JSON.stringify(config));
  const report = (...args: readonly string[]) => world.run('report', ...args);
  return {
    ...world,
    reports,
    report,
    async document(...args) {
      const { stdout } = await report(...args, '--format', 'json', '--output', '-');
      return slaReportSchema.parse(JSON.parse(stdout));
    },
  };
}

async function october(more: Readonly<Record<string, unknown>> = {}): Promise<ReportWorld> {
  const world = await reportWorld(more);
  await world.seed(fillOctober);
  return world;
}

const month = ['--month', '2024-10'] as const;

describe('svcmon report', () => {
  test('writes a file for each format into the folder of reports, and says what it comes to', async () => {
    const world = await october();
    const { exitCode, stdout, stderr } = await world.report(...month, '--format', 'html', '--format', 'json,md');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const names = ['2024-10.html', '2024-10.json', '2024-10.md'];
    expect(readdirSync(world.reports).toSorted()).toEqual(names);
    const [line, ...paths] = stdout.trimEnd().split('\n');
    expect(line).toBe(
      '0 of 3 targets met; api missed 99.9 % by 20 min, api missed 99 % within 500 ms with 96.75 %; too little data to judge mail.',
    );
    expect(paths.map((path) => path.replace(/.*\//, '')).toSorted()).toEqual(names);
  });

  test('has the figures that follow from what was stored', async () => {
    const { period, services } = await (await october()).document(...month);
    expect(period).toMatchObject({
      from: '2024-09-30T22:00:00.000Z',
      to: '2024-10-31T23:00:00.000Z',
      seconds: 745 * 3_600,
    });
    const [api, mail, old, web] = services;
    expect(services.map(({ name, configured }) => [name, configured])).toEqual([
      ['api', true],
      ['mail', true],
      ['old', false],
      ['web', true],
    ]);
    const [P, M, U, D] = [745 * 3_600, 7_200, 6_900, 3_900];
    expect(api).toMatchObject({
      verdict: 'missed',
      estimated: false,
      availability: 1 - D / (P - M - U),
      availability_lower: 1 - (D + U) / (P - M),
      availability_upper: 1 - D / (P - M),
      durations: { service_seconds: P - M, maintenance_seconds: M, unknown_seconds: U, down_seconds: D },
      incidents_began: 1,
      mttr_seconds: D,
      mttd_seconds: 600,
      mtta_seconds: 237,
      latency_verdict: 'missed',
      checks: { healthy: 8_878, unhealthy: 14 },
    });
    expect(api?.budget?.left_seconds).toBeCloseTo(0.001 * (P - M) - D, 3);
    expect(api?.soft_failures).toMatchObject([{ seconds: 300, checks: 1 }]);
    expect(api?.gaps).toMatchObject([{ from: '2024-10-22T10:05:00.000Z', reason: 'not_monitored' }]);
    expect(api?.adjustments).toMatchObject([{ name: 'emergency patch, forgot to announce', by: 'kim' }]);
    expect(api?.adjusted?.availability).toBeCloseTo(1 - (D - 1_800) / (P - M - 1_800 - U), 12);
    expect(api?.days).toHaveLength(31);
    expect(api?.days[26]).toMatchObject({ date: '2024-10-27', service_seconds: 25 * 3_600 });
    expect(mail).toMatchObject({ verdict: 'insufficient_data', availability: 1 });
    expect(old).toMatchObject({ verdict: null, objective: null });
    expect(web).toMatchObject({ availability: 1, availability_lower: 1, coverage: 1 });
  });

  test('writes the same bytes again, whose hash anybody can check', async () => {
    const world = await october();
    const args = [...month, '--format', 'json', '--output', '-'];
    const [first, second] = [await world.report(...args), await world.report(...args)];
    expect(second.stdout).toBe(first.stdout);
    const { data_hash, ...hashed } = JSON.parse(first.stdout);
    expect(createHash('sha256').update(canonicalJson(hashed)).digest('hex')).toBe(data_hash);
  });

  test('takes groups and tags as one, but only those that are whole', async () => {
    const world = await october();
    const all = await world.document(...month);
    expect(all.groups.map(({ kind, name, aggregation }) => [kind, name, aggregation])).toEqual([
      ['group', 'shop', 'all_of'],
      ['tag', 'team=payments', 'weighted'],
    ]);
    expect(all.groups[0]?.durations).toMatchObject({ down_seconds: 3_900, maintenance_seconds: 0 });
    const part = await world.document(...month, 'api');
    expect(part.services.map(({ name }) => name)).toEqual(['api']);
    expect(part.groups.map(({ name }) => name)).toEqual(['team=payments']);
  });

  test('puts part of the services into a file of its own', async () => {
    const world = await october();
    await world.report(...month);
    await world.report(...month, 'api', '--format', 'csv');
    await world.report(...month, '--group', 'shop', '--tag', 'team=payments', '--format', 'csv');
    expect(readdirSync(world.reports).toSorted()).toEqual([
      '2024-10-api.csv',
      '2024-10-group-shop-tag-team-payments.csv',
      '2024-10.html',
    ]);
  });

  test('judges services without an objective by the one that is given', async () => {
    const { services } = await (await october()).document(...month, '--objective', '99.95');
    expect(services.map(({ name, objective, verdict }) => [name, objective?.availability, verdict])).toEqual([
      ['api', 0.999, 'missed'],
      ['mail', 0.99, 'insufficient_data'],
      ['old', 0.9995, 'insufficient_data'],
      ['web', 0.9995, 'met'],
    ]);
  });

  test('replaces what was written before', async () => {
    const world = await october();
    mkdirSync(world.reports);
    writeFileSync(join(world.reports, '2024-10.md'), 'old');
    await world.report(...month, '--format', 'md');
    expect(readFileSync(join(world.reports, '2024-10.md'), 'utf8')).toMatch(/^# SLA report 2024-10\n/);
  });

  test('writes to the file that is named, by its extension', async () => {
    const world = await october();
    const file = join(world.reports, 'deep', 'october.yml');
    expect((await world.report(...month, '--output', file)).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^schema: svcmon\.sla-report\/v1\n/);
  });

  test('ends with 1 for what was missed only where that is asked for', async () => {
    const world = await october();
    expect((await world.report(...month)).exitCode).toBe(0);
    expect((await world.report(...month, '--fail-on', 'missed')).exitCode).toBe(1);
    expect((await world.report(...month, 'web', '--fail-on', 'missed')).exitCode).toBe(0);
  });

  test('of a period without data says so', async () => {
    const world = await october();
    const { stdout } = await world.report('--month', '2023-01', '--format', 'md', '--output', '-');
    expect(stdout).toContain('**Nothing was measured in this period: insufficient data.**');
    expect(stdout).toMatch(/^\| api \| 99\.9 % \| n\/a \| 0\.00 % and 100 % \| 0\.00 % .* Insufficient data \|$/m);
  });

  test('without a history is a report all the same', async () => {
    const { exitCode, stdout, stderr } = await (await reportWorld()).report(...month, '--output', '-');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('insufficient data');
    expect(stderr).toBe('no history yet: run svcmon monitor\n');
  });

  test('of a period that is not over ends with the present', async () => {
    const { period } = await (await reportWorld()).document('--year', String(new Date().getFullYear()));
    expect(period.complete).toBe(false);
    expect(Date.parse(period.to)).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    [['--month', '2024-13'], '--month "2024-13": expected a month such as 2026-10'],
    [['--week', '2024-W60'], '--week "2024-W60": expected a week such as 2026-W47'],
    [['--year', '2998'], '2998 has not begun yet'],
    [['--month', '2024-10', '--last', '3d'], 'give one period: --month or --last'],
    [['--to', '2024-10-01'], '--to needs --from'],
    [['--from', '2024-10-02', '--to', '2024-10-01'], '--to "2024-10-01" is not after --from "2024-10-02"'],
    [['--from', 'monday'], '--from "monday": expected a day or a time such as 2026-10-01 or "2026-10-01 08:00"'],
    [['--from', '1990-01-01'], 'a report covers ten years at most'],
    [['--last', 'long'], '--last "long": expected a duration such as 30m, 2h or 1d'],
    [['--timezone', 'Mars/Olympus'], '--timezone: expected an IANA time zone'],
    [['--objective', '0.999'], 'Expected a percentage such as 99.9.'],
    [['--format', 'pdf'], 'Allowed choices are html, md, csv, json, yaml, xml.'],
    [['--output', 'report.pdf'], '--output report.pdf: the extension chooses the format'],
    [['--output', 'a.md', '--format', 'md,csv'], '--output takes one --format'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await (await reportWorld()).report(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('refuses names of no service, and tells the closest', async () => {
    const world = await october();
    const { exitCode, stderr } = await world.report(...month, 'apy');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: 'svcmon: no service is named "apy"; did you mean "api"?\n',
    });
    expect((await world.report(...month, '--group', 'none')).exitCode).toBe(4);
    expect((await world.report(...month, 'old')).exitCode).toBe(0);
  });

  test('refuses a configuration with mistakes, whose objectives may be others', async () => {
    const world = await october({ services: [{ name: 'api' }] });
    const { exitCode, stderr } = await world.report(...month, '--storage', `sqlite:${world.path}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a report needs the whole configuration');
  });
});

describe('svcmon report --email', () => {
  const mailChannel = ({ port, certificate }: { readonly port: number; readonly certificate: string }) => ({
    ...{ name: 'ops-mail', type: 'email', host: '127.0.0.1', port, ca: certificate },
    ...{ from: 'svcmon@example.com', to: 'boss@example.com' },
    ...account,
  });

  test('sends the files as attachments, and the figures as text', async () => {
    const server = await startSmtpServer();
    const world = await october({ alerts: { channels: [mailChannel(server)] } });
    const ran = await world.report(...month, '--format', 'html,csv', '--email', 'ops-mail');
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('sent through ops-mail') });
    const [mail] = server.mails;
    expect(mail?.parsed.subject).toMatch(/^📊 SLA Report: 2024-10: 0 of 3 targets met; api missed 99\.9 % by 20 min/);
    expect(mail?.parsed.text).toContain('api: 99.85 % (99.9 % promised), Missed, latency missed, down 65.0 min');
    expect(mail?.parsed.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['2024-10.html', 'text/html'],
      ['2024-10.csv', 'text/csv'],
    ]);
  });

  test('ends with 1 where it is not taken', async () => {
    const world = await october({ alerts: { channels: [mailChannel({ port: 1, certificate: 'none' })] } });
    const { exitCode, stderr } = await world.report(...month, '--email', 'ops-mail');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('not sent through ops-mail: ');
  });

  test.each([
    ['ops', 4, 'no channel is named "ops"; did you mean "ops-mail"?'],
    ['pager', 2, 'pager is of type pagerduty, which takes alerts only, no reports'],
  ])('refuses the channel %s', async (name, code, sentence) => {
    const pager = { name: 'pager', type: 'pagerduty', routing_key: '0123456789abcdef0123456789abcdef' };
    const world = await reportWorld({ alerts: { channels: [mailChannel({ port: 1, certificate: 'none' }), pager] } });
    const { exitCode, stderr } = await world.report(...month, '--email', name);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(sentence);
  });
});
