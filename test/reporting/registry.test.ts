import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatByExtension, formatByName, formats } from '../../src/reporting/registry.ts';
import { checkReport, checkResult, mixedReport } from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

const folder = new URL('../../src/reporting/', import.meta.url);

test('every format of the folder is in the registry', async () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'registry.ts');
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  const defined = modules.flatMap((module) => Object.values<unknown>(module)).filter(isFormat);
  expect(new Set(defined)).toEqual(new Set(formats));
  expect(formats.length).toBeGreaterThan(10);
});

function isFormat(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'render' in value;
}

test('names and extensions are unambiguous', () => {
  const names = formats.map(({ name }) => name);
  const extensions = formats.flatMap((format) => format.extensions);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(extensions).size).toBe(extensions.length);
});

test.each([
  ['report.json', 'json'],
  ['out/report.YAML', 'yaml'],
  ['report.yml', 'yaml'],
  ['report.xml', 'junit'],
  ['report.md', 'markdown'],
  ['report.html', 'html'],
  ['report.csv', 'csv'],
  ['report.ndjson', 'ndjson'],
  ['report.txt', 'table'],
  ['a.json/report', undefined],
  ['report', undefined],
  ['report.pdf', undefined],
  ['report.', undefined],
])('the file %s chooses %s', (file, name) => {
  expect(formatByExtension(file)?.name).toBe(name);
});

test('a format is found by its name only', () => {
  expect(formatByName('nagios')?.name).toBe('nagios');
  expect(formatByName('xml')).toBeUndefined();
  expect(formatByName('toString')).toBeUndefined();
});

describe.each(formats.map((format) => [format.name, format] as const))('%s', (_name, format) => {
  const hostile = hostileTexts.map(([, text]) =>
    checkResult({ service: text, status: 'unhealthy', reason: 'timeout', severity: 'critical', message: text }),
  );
  const report = checkReport(hostile);

  test('renders the same report the same way', () => {
    expect(format.render(mixedReport, plainLook)).toBe(format.render(mixedReport, plainLook));
  });

  test.each([
    ['of no services', checkReport([])],
    ['of every status', mixedReport],
    ['with hostile texts', report],
  ])('ends a report %s in one line feed', (_kind, some) => {
    expect(format.render(some, plainLook)).toMatch(/\S\r?\n$/);
  });

  test('lets no control, escape or reordering character through', () => {
    const rendered = format.render(report, plainLook).replaceAll('\r\n', '\n');
    expect(rendered).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/,
    );
  });

  test('has no colours unless asked for', () => {
    expect(format.render(mixedReport, plainLook)).not.toContain('\u001b');
  });
});
