import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { reportFormats } from '../../../src/domain/report-format.ts';
import type { SlaReport } from '../../../src/domain/sla-report.ts';
import { slaCsv } from '../../../src/reporting/sla/csv.ts';
import { dataHashOf } from '../../../src/reporting/sla/document.ts';
import { slaJson } from '../../../src/reporting/sla/json.ts';
import { slaMarkdown } from '../../../src/reporting/sla/markdown.ts';
import { slaFormatByExtension, slaFormats } from '../../../src/reporting/sla/registry.ts';
import { slaReportSchema } from '../../../src/reporting/sla/schema.ts';
import { slaXml } from '../../../src/reporting/sla/xml.ts';
import { slaYaml } from '../../../src/reporting/sla/yaml.ts';
import { exampleWindow } from '../../support/sla-examples.ts';
import { exampleInstant, exampleStories, slaReportOf } from '../../support/sla-report-example.ts';
import { csvRows } from '../csv-rows.ts';
import { hostileTexts } from '../hostile.ts';
import { elementsNamed, scanMarkup, textOf } from '../markup-scan.ts';

const header = { generatedAt: Date.UTC(2026, 10, 1, 5), version: '1.2.3', dataHash: 'ab12'.repeat(16) };
const rich = slaReportOf(exampleStories);
const nothing = slaReportOf([]);
const threeNines = { availability: 0.999, minOutageMs: 0, degradedWeight: 0 };

/** A service of which every text is this one. */
function hostile(text: string): SlaReport {
  const message = text;
  const by = text;
  return slaReportOf([
    {
      ...{ name: text, group: text, tags: { [text]: text }, objective: threeNines, medianMs: 50 },
      troubles: [
        { at: exampleInstant(3), forMs: 3_600_000, state: 'down', reason: 'timeout', message, acknowledgedBy: text },
      ],
      windows: [exampleWindow(exampleInstant(7), exampleInstant(8), { name: text, by })],
      pauses: [{ fromAt: exampleInstant(9), toAt: exampleInstant(10), by }],
    },
  ]);
}

describe('the ways to write a report', () => {
  test('are those that the command line and the configuration know, each with an extension of its own', () => {
    expect(slaFormats.map(({ name }) => name)).toEqual(reportFormats);
    expect(new Set(slaFormats.map(({ extension }) => extension)).size).toBe(slaFormats.length);
    expect(['x.HTML', 'x.htm', 'x.yml', 'x.pdf', 'x'].map((file) => slaFormatByExtension(file)?.name)).toEqual([
      ...['html', 'html', 'yaml', undefined, undefined],
    ]);
  });

  test.each(slaFormats)(
    '$name is the same text for equal reports, ends in a line feed, and takes a report of nothing',
    (format) => {
      const text = format.render(rich, header);
      expect(format.render(structuredClone(rich), header)).toBe(text);
      expect(text.endsWith('\n')).toBe(true);
      expect(format.render(nothing, header)).toMatch(/\n$/);
    },
  );

  test.each([slaCsv, slaJson, slaYaml, slaXml])('$name does not tell when it was written', (format) => {
    const later = { ...header, generatedAt: header.generatedAt + 1, version: '9.9.9' };
    expect(format.render(rich, later)).toBe(format.render(rich, header));
  });
});

describe('json', () => {
  test.each([
    ['of many services', rich],
    ['of no service', nothing],
    ['of a period that is not over', slaReportOf(exampleStories, { complete: false, toAt: exampleInstant(20, 12) })],
  ])('%s has the form that its schema promises', (_name, report) => {
    const document = JSON.parse(slaJson.render(report, header));
    expect(slaReportSchema.parse(document)).toEqual(document);
  });

  test('is what yaml holds', () => {
    expect(load(slaYaml.render(rich, header))).toEqual(JSON.parse(slaJson.render(rich, header)));
  });

  test('has days and states that add up to the period', () => {
    const { services, period } = slaReportSchema.parse(JSON.parse(slaJson.render(rich, header)));
    for (const { timeline, days, durations } of services) {
      const sum = timeline.reduce((total, { from, to }) => total + Date.parse(to) - Date.parse(from), 0);
      expect(sum).toBe(period.seconds * 1_000);
      const down = days.reduce((total, day) => total + day.down_seconds, 0);
      expect(down).toBeCloseTo(durations.down_seconds, 6);
    }
  });

  test('hashes alike what is alike, and differently what differs', () => {
    expect(dataHashOf(structuredClone(rich))).toBe(dataHashOf(rich));
    expect(dataHashOf(slaReportOf(exampleStories.slice(1)))).not.toBe(dataHashOf(rich));
  });
});

describe('csv', () => {
  const rows = csvRows(slaCsv.render(rich, header));

  test('has a row per service with the numbers of json', () => {
    const { services } = slaReportSchema.parse(JSON.parse(slaJson.render(rich, header)));
    expect(rows.map(({ service }) => service)).toEqual(services.map(({ name }) => name));
    for (const [index, service] of services.entries()) {
      expect(Number(rows[index]?.availability)).toBe(service.availability ?? 0);
      expect(Number(rows[index]?.down_seconds)).toBe(service.durations.down_seconds);
    }
  });

  test.each(hostileTexts)('a service with %s stays one row and is no formula', (_name, text) => {
    const hostileRows = csvRows(slaCsv.render(hostile(text), header));
    expect(hostileRows).toHaveLength(1);
    for (const cell of Object.values(hostileRows[0] ?? {})) {
      expect(Number.isNaN(Number(cell)) && /^\s*[=+\-@]/.test(cell)).toBe(false);
    }
  });
});

describe('xml', () => {
  const page = scanMarkup(slaXml.render(rich, header));

  test('has a test per objective: missed is a failure with the numbers, too little data an error', () => {
    const outcomes = elementsNamed(page, 'testcase').map(({ attributes, children }) => {
      return [
        attributes.classname,
        attributes.name,
        children.map((child) => (typeof child === 'string' ? child : child.name)),
      ];
    });
    expect(outcomes).toContainEqual(['api', 'availability 99.9 %', ['failure']]);
    expect(outcomes).toContainEqual(['api', 'latency 99 % within 500 ms', []]);
    expect(outcomes).toContainEqual(['catalogue', 'availability 99.9 %', []]);
    expect(outcomes).toContainEqual(['intranet', 'availability 99.9 %', ['error']]);
    const [failure] = elementsNamed(page, 'failure');
    expect(failure?.attributes.message).toBe('api missed 99.9 % by 18 min');
    expect(failure && textOf(failure)).toMatch(
      /availability 99\.85 %\n.*\n.*\ndowntime 63\.0 min\nbudget 44\.\d min, left -18\.\d min/s,
    );
  });

  test('counts them', () => {
    const [suite] = elementsNamed(page, 'testsuite');
    const counted = (name: string) => String(elementsNamed(page, name).length);
    expect(suite?.attributes).toMatchObject({
      tests: counted('testcase'),
      failures: counted('failure'),
      errors: counted('error'),
    });
  });

  test.each(hostileTexts)('stays well-formed with %s', (_name, text) => {
    expect(elementsNamed(scanMarkup(slaXml.render(hostile(text), header)), 'testcase')).toHaveLength(2);
  });
});

describe('md', () => {
  const text = slaMarkdown.render(rich, header);

  test('begins with what came out, of when and from what', () => {
    expect(text.split('\n').slice(0, 8)).toEqual([
      '# SLA report 2026-10',
      '',
      expect.stringMatching(/^\*\*10 of 14 targets met; api missed 99\.9 % by 18 min/),
      '',
      '- Period: 2026-10-01 00:00:00 +02:00 to 2026-11-01 00:00:00 +01:00, Europe/Berlin',
      '- Generated: 2026-11-01T05:00:00.000Z by svcmon 1.2.3',
      `- Data: sha256 ${header.dataHash}`,
      '',
    ]);
  });

  test('lists incidents, soft failures, what was left out, adjustments and gaps with their reasons', () => {
    expect(text).toContain('| expected status 200, got 503: {"status":"fail","db":"connection pool exhausted"} |');
    expect(text).toContain('### Soft failures');
    expect(text).toContain('| maintenance: database upgrade |');
    expect(text).toContain('| failover drill | ben |');
    expect(text).toContain('With them, availability would be 100 %, Met.');
    expect(text).toContain('| monitor offline |');
  });

  test('says what is not known, and never rounds up', () => {
    expect(text).toMatch(/^\| intranet \| 99\.9 % \| n\/a \| 0\.00 % and 100 % \| 0\.00 % .*\| Insufficient data \|$/m);
    expect(text).toMatch(
      /^\| catalogue \| 99\.9 % \| 100 % \| 100 % \| 100 % \| 0\.0 min \| 0 \| n\/a \| no failures /m,
    );
  });

  test.each(hostileTexts)('a service with %s adds no cell and no markup', (_name, hostileText) => {
    const rendered = slaMarkdown.render(hostile(hostileText), header);
    const tables = rendered.split('\n').filter((line) => line.startsWith('| '));
    const cells = (line: string) => line.split('|').length;
    for (const [index, line] of tables.entries()) {
      const above = tables[index - 1];
      if (line.startsWith('| --- ') && above !== undefined) expect(cells(line)).toBe(cells(above));
      if (above?.startsWith('| --- ')) expect(cells(line)).toBe(cells(above));
    }
    const own = rendered.slice(0, rendered.indexOf('## How these figures'));
    expect(own).not.toMatch(/<|:\/\/|(?<!\\)[[\]`]/);
  });
});
