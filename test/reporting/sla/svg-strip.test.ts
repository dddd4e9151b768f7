import { expect, test } from 'vitest';
import type { SlaReport } from '../../../src/domain/sla-report.ts';
import { calendarStrip } from '../../../src/reporting/sla/svg-strip.ts';
import { exampleInstant, exampleStories, slaReportOf } from '../../support/sla-report-example.ts';
import type { SlaStory } from '../../support/sla-story.ts';
import { elementsNamed, type ScannedElement, scanMarkup, textOf } from '../markup-scan.ts';

function stripOf(story: SlaStory | undefined, period: Partial<SlaReport['period']> = {}): ScannedElement {
  const [service] = slaReportOf(story ? [{ ...story, intervalMs: 600_000 }] : [], period).services;
  return scanMarkup(calendarStrip(service?.days ?? []).markup);
}

const api = exampleStories.find(({ name }) => name === 'api');

test('every day is a cell with the worst that it was, in words too', () => {
  const cells = elementsNamed(stripOf(api), 'rect');
  expect(cells).toHaveLength(31);
  expect(cells.map(({ attributes }) => attributes.class)).toMatchObject({
    6: 'up',
    7: 'down',
    11: 'unknown',
    14: 'up outlined',
    16: 'degraded',
  });
  expect(textOf(cells[7] ?? { name: '', attributes: {}, children: [] })).toBe('8 Oct: down 41 min');
});

test('signs tell what colours tell, and a sentence tells the whole', () => {
  const strip = stripOf(api);
  const signs = elementsNamed(strip, 'text').flatMap((text) => (text.attributes.class ? [textOf(text)] : []));
  expect(signs).toEqual(['✕', '?', '▲', '✕']);
  const [svg] = elementsNamed(strip, 'svg');
  expect(svg?.attributes['aria-label']).toBe('31 days: 27 up, 1 degraded, 2 down, 1 unknown');
});

test('more days than a month has are rows of months', () => {
  const strip = stripOf(api, { fromAt: Date.UTC(2026, 7, 15, 22) });
  const [svg] = elementsNamed(strip, 'svg');
  expect(svg?.attributes.height).toBe('96');
  const labels = elementsNamed(strip, 'text').flatMap((text) => (text.attributes.class ? [] : [textOf(text)]));
  expect(labels).toEqual(['Aug', 'Sep', 'Oct']);
  const rows = elementsNamed(strip, 'rect').map(({ attributes }) => attributes.y ?? '0');
  expect(rows.filter((y) => y === '0')).toHaveLength(16);
  expect(rows.filter((y) => y === '64')).toHaveLength(31);
});

test('part of a day is a cell as well', () => {
  const cells = elementsNamed(stripOf(api, { fromAt: exampleInstant(8, 13), toAt: exampleInstant(9, 12) }), 'rect');
  expect(cells.map(({ attributes }) => attributes.class)).toEqual(['down', 'up']);
});
