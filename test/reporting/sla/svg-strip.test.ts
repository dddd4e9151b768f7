import { expect, test } from 'vitest';
import type { DayFigures, SlaReport } from '../../../src/domain/sla-report.ts';
import { stripStyle } from '../../../src/reporting/sla/strip-layout.ts';
import { calendarStrip, stripLabels } from '../../../src/reporting/sla/svg-strip.ts';
import { exampleInstant, exampleStories, slaReportOf } from '../../support/sla-report-example.ts';
import type { SlaStory } from '../../support/sla-story.ts';
import { elementsNamed, type ScannedElement, scanMarkup, textOf } from '../markup-scan.ts';

function daysOf(story: SlaStory | undefined, period: Partial<SlaReport['period']> = {}): readonly DayFigures[] {
  const [service] = slaReportOf(story ? [{ ...story, intervalMs: 600_000 }] : [], period).services;
  return service?.days ?? [];
}

function stripOf(story: SlaStory | undefined, period: Partial<SlaReport['period']> = {}): ScannedElement {
  return scanMarkup(calendarStrip(daysOf(story, period)).markup);
}

const api = exampleStories.find(({ name }) => name === 'api');

test('every day is a cell with the worst that it was, in words too', () => {
  const cells = elementsNamed(stripOf(api), 'rect');
  expect(cells).toHaveLength(31);
  const looks = cells.map(({ attributes }) => attributes.class ?? 'up');
  expect(looks).toMatchObject({ 6: 'up', 7: 'down', 11: 'unknown', 14: 'outlined', 16: 'degraded' });
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
  const period = { fromAt: Date.UTC(2026, 7, 15, 22) };
  const [svg, ...rows] = elementsNamed(stripOf(api, period), 'svg');
  expect(svg?.attributes).toMatchObject({ class: 'strip months', height: '96' });
  expect(rows.map(({ attributes: { x, y } }) => [x, y])).toEqual([
    ['52.24%', '0'],
    ['7.46%', '32'],
    ['7.46%', '64'],
  ]);
  expect(rows.map((row) => elementsNamed(row, 'rect').length)).toEqual([16, 30, 31]);
  expect(labelsOf(daysOf(api, period))).toEqual(['Aug', 'Sep', 'Oct']);
});

test('days of one row have their dates below every week', () => {
  expect(labelsOf(daysOf(api))).toEqual(['1 Oct', '8 Oct', '15 Oct', '22 Oct', '29 Oct']);
});

function labelsOf(days: readonly DayFigures[]): readonly string[] {
  return elementsNamed(scanMarkup(stripLabels(days).markup), 'text').map(textOf);
}

test('the style sheet has a place for every cell of a row', () => {
  const places = [...stripStyle.matchAll(/nth-of-type\((\d+)\) \{ x: calc\((\d+) \*/g)];
  expect(places.map(([, cell, column]) => Number(cell) - Number(column))).toEqual(Array(30).fill(1));
  expect(places.at(-1)?.[1]).toBe('31');
});

test('part of a day is a cell as well', () => {
  const cells = elementsNamed(stripOf(api, { fromAt: exampleInstant(8, 13), toAt: exampleInstant(9, 12) }), 'rect');
  expect(cells.map(({ attributes }) => attributes.class ?? 'up')).toEqual(['down', 'up']);
});
