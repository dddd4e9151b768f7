import { describe, expect, test } from 'vitest';
import { toPlainLine, truncate } from '../../../src/domain/plain-text.ts';
import type { SlaReport } from '../../../src/domain/sla-report.ts';
import { slaHtml } from '../../../src/reporting/sla/html.ts';
import { exampleWindow } from '../../support/sla-examples.ts';
import { exampleInstant, exampleStories, slaReportOf } from '../../support/sla-report-example.ts';
import type { SlaStory } from '../../support/sla-story.ts';
import { hostileTexts } from '../hostile.ts';
import { elementsNamed, type ScannedElement, scanMarkup, textOf } from '../markup-scan.ts';

const header = { generatedAt: Date.UTC(2026, 10, 1, 5), version: '1.2.3', dataHash: 'ab12'.repeat(16) };
const hourMs = 3_600_000;
const threeNines = { availability: 0.999, minOutageMs: 0, degradedWeight: 0 };

function render(report: SlaReport): string {
  return slaHtml.render(report, header);
}

function scan(report: SlaReport): ScannedElement {
  return scanMarkup(render(report).replaceAll(/^<tr><th scope="row">[^<]*<td>.*$/gm, withEndTags));
}

/** HTML lets them be left out in rows of nothing but text. */
function withEndTags(row: string): string {
  const [, name = '', ...cells] = /^<tr>(<th scope="row">[^<]*)((?:<td>[^<]*)+)(<\/tbody>)?$/.exec(row) ?? [];
  return `<tr>${name}</th>${(cells[0] ?? '').replaceAll(/<td>[^<]*/g, '$&</td>')}</tr>${cells[1] ?? ''}`;
}

function textsOf(element: ScannedElement, name: string): readonly string[] {
  return elementsNamed(element, name).map((found) => textOf(found).replace(/\s+/g, ' ').trim());
}

const rich = slaReportOf(exampleStories);
const page = scan(rich);

/** The section of a service of the rich example. */
function sectionOf(name: string): ScannedElement {
  const number = rich.services.findIndex(({ service }) => service === name) + 1;
  return elementWith(page, 'id', `service-${number}`);
}

function elementWith(element: ScannedElement, attribute: string, value: string): ScannedElement {
  const found = allElements(element).find(({ attributes }) => attributes[attribute] === value);
  if (found === undefined) throw new Error(`no element with ${attribute}="${value}"`);
  return found;
}

function allElements(element: ScannedElement): readonly ScannedElement[] {
  return element.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...allElements(child)]));
}

function rowOf(name: string): readonly string[] {
  const table = elementWith(page, 'class', 'figures services');
  const row = elementsNamed(table, 'tr').find((candidate) => textsOf(candidate, 'a')[0] === name);
  return row === undefined ? [] : textsOf(row, 'td');
}

describe('the head of the report', () => {
  test('says what it covers, what came out and where it comes from', () => {
    const [text = ''] = textsOf(page, 'header');
    expect(textsOf(page, 'h1')).toEqual(['Service level report, October 2026']);
    expect(textsOf(page, 'title')[0]).toBe('Service level report, October 2026');
    expect(text).toContain('10 of 14 targets met; api missed 99.9 % by 18 min');
    expect(text).toContain('2026-10-01 00:00:00 +02:00 up to 2026-11-01 00:00:00 +01:00 (745 h)');
    expect(text).toContain('Europe/Berlin');
    expect(text).toContain('2026-11-01 06:00:00 +01:00 by svcmon 1.2.3');
    expect(text).toContain(header.dataHash);
    expect(text).not.toContain('period to date');
  });

  test('says when the period is not over', () => {
    const [text = ''] = textsOf(scan(slaReportOf([], { complete: false })), 'h1');
    expect(text).toContain('period to date');
  });
});

describe('the table of services', () => {
  test('shows what was promised and reached, cut off and never rounded up', () => {
    expect(rowOf('api')).toEqual([
      ...['✕ Missed', '99.9 %', '99.85 % 99.74–99.85 %', '63.0 min', '2', '32 min', '15 d 11 h', '327 ms'],
      'overspent18.4 over 44.6 min',
    ]);
    expect(rowOf('checkout').slice(0, 4)).toEqual(['✓ Met', '99.95 %', '99.96 %', '15.0 min']);
    expect(rowOf('checkout').at(-1)).toBe('32 %7.3 of 22.3 min');
  });

  test('says n/a where nothing was measured, and never 0 or 100', () => {
    expect(rowOf('intranet')).toEqual([
      ...['? Insufficient data', '99.9 %', 'n/a 0.00–100 % 0.00 % measured', 'n/a', '0', 'n/a', 'n/a', 'n/a', 'n/a'],
    ]);
  });

  test('says how much was measured where that is little', () => {
    expect(rowOf('eu-cache')[2]).toBe('100 % 86.18–100 % 86.18 % measured');
    expect(rowOf('api')[2]).not.toContain('measured');
  });

  test('gives no verdict where nothing was promised, and tells what is not over', () => {
    expect(rowOf('search-replica')[0]).toBe('no objective');
    expect(rowOf('search-replica')[4]).toBe('1 1 open');
  });
});

test('groups say in words how several services became one', () => {
  const [text = ''] = textsOf(elementWith(page, 'id', 'groups'), 'table');
  expect(text).toContain('shop group of 5 services, all of: down while any of its services is down');
  expect(text).toContain('search group of 2 services, any of: down while all of its services are down');
  expect(text).toContain('team=identity tag of 1 service, weighted: the share of the service time');
  expect(text).toContain('All services 12 services, weighted');
});

describe('what is told of a service', () => {
  test('its incidents with cause, detection, deliveries and acknowledgement', () => {
    const [text = ''] = textsOf(sectionOf('api'), 'table');
    expect(text).toContain('2026-10-08 14:03:00 +02:00');
    expect(text).toContain('41 min down2 min');
    expect(text).toContain('expected status 200, got 503: {"status":"fail"');
    expect(text).toContain('✕ rejected firing to ops-chat: 503 Service Unavailable');
    expect(text).toContain('✓ accepted firing to ops-mail: 250 queued');
    expect(text).toContain('by anna, 4 min after the first alert');
    expect(textsOf(sectionOf('search-replica'), 'table')[0]).toContain('not over');
  });

  test('latency beside its objective and the period before', () => {
    const [text = ''] = textsOf(sectionOf('api'), 'figure').slice(1);
    expect(text).toContain('p50 141 ms · p95 327 ms · p99 488 ms (n = 44583, 4 timeouts)');
    expect(text).toContain('Objective: 99 % within 500 ms; reached 99.20 % ✓ Met');
    expect(text).toContain('Previous period: p50 128 ms, now +11 %');
  });

  test('soft failures: the longest ten, and how long the others were in all', () => {
    const section = sectionOf('mail');
    const table = elementWith(section, 'aria-label', 'Soft failures of mail');
    expect(elementsNamed(table, 'tr')).toHaveLength(1 + 10);
    expect(textsOf(section, 'p').join(' ')).toMatch(/… and 5\d more, \d h( \d+ min)? in all/);
  });

  test('maintenance that was announced too late, with the figures it would make', () => {
    const section = sectionOf('billing');
    expect(textsOf(section, 'h4')).toEqual(['Incidents', 'Maintenance and pauses', 'Adjustments']);
    const intro = textsOf(section, 'p').find((text) => text.startsWith('Maintenance announced only after'));
    expect(intro).toContain('As reported: 99.92 %, Met. If it counted: 100 %, Met.');
    expect(textOf(elementWith(section, 'aria-label', 'Adjustments of billing'))).toContain('75 min after it began');
  });

  test('what is not known, and why', () => {
    const text = textsOf(sectionOf('eu-cache'), 'p').join(' ');
    expect(text).toContain('Not known: 4 d (no results), 7 h (monitor offline).');
    expect(text).toContain('In this period: no incidents, no soft failures, no maintenance or pauses, no adjustments.');
  });

  test('every day as a row of a table', () => {
    const table = elementWith(sectionOf('api'), 'class', 'days');
    const rows = textsOf(table, 'tr');
    expect(rows).toHaveLength(1 + 31);
    expect(rows[8]).toMatch(/^8 Oct ?down 41 min ?97\.15 %/);
  });
});

describe('for everybody', () => {
  const tables = elementsNamed(page, 'table');

  test('one first heading, and no level is left out', () => {
    const levels = allElements(page).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const steps = levels.map((level, index) => level - (levels[index - 1] ?? 0));
    expect(Math.max(...steps)).toBe(1);
  });

  test('tables have a caption, scopes, and a region of their own that the keyboard reaches', () => {
    for (const table of tables) expect(elementsNamed(table, 'caption')).toHaveLength(1);
    for (const { attributes } of elementsNamed(page, 'th')) expect(attributes.scope).toMatch(/^(col|row)$/);
    const regions = allElements(page).filter(({ attributes }) => attributes.class === 'scroll');
    expect(regions).toHaveLength(tables.length);
    for (const { attributes } of regions) {
      expect(attributes).toMatchObject({ tabindex: '0', role: expect.stringMatching(/^(region|group)$/) });
      expect(attributes['aria-label']).not.toBe('');
    }
  });

  test('every cell of a row has its column', () => {
    for (const table of tables) {
      const widths = elementsNamed(table, 'tr').map(({ children }) => {
        return children.filter((child) => typeof child !== 'string').length;
      });
      expect(new Set(widths).size).toBe(1);
    }
  });

  test('links lead somewhere, and ids are there once', () => {
    const ids = allElements(page).flatMap(({ attributes: { id } }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elementsNamed(page, 'a')) expect(ids).toContain(attributes.href?.slice(1));
    for (const { attributes } of elementsNamed(page, 'use')) expect(ids).toContain(attributes.href?.slice(1));
    for (const { attributes } of allElements(page)) {
      const name = attributes['aria-labelledby'];
      if (name !== undefined) expect(ids).toContain(name);
    }
    expect(elementsNamed(page, 'a')[0]?.attributes.href).toBe('#main');
    expect(elementsNamed(page, 'html')[0]?.attributes.lang).toBe('en');
  });

  test('drawings have a name, or are hidden from those who do not see them', () => {
    const nested = elementsNamed(page, 'svg').flatMap((svg) => elementsNamed(svg, 'svg'));
    for (const svg of elementsNamed(page, 'svg').filter((found) => !nested.includes(found))) {
      const { role, 'aria-label': label, 'aria-hidden': hidden } = svg.attributes;
      expect(hidden === 'true' || (role === 'img' && label !== undefined && label.length > 10)).toBe(true);
    }
  });

  test('instants can be read by machines', () => {
    for (const { attributes } of elementsNamed(page, 'time')) {
      expect(attributes.datetime).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/);
    }
  });

  test('nothing runs, and nothing is asked for from outside', () => {
    for (const name of ['script', 'link', 'img', 'image', 'iframe', 'object', 'form'])
      expect(elementsNamed(page, name)).toEqual([]);
    expect(render(rich)).not.toMatch(/https?:|url\((?!#)|@import| on[a-z]+="/);
    const policies = elementsNamed(page, 'meta').map(({ attributes }) => attributes.content);
    expect(policies).toContain("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
  });
});

test.each(hostileTexts)('names, messages and authors with %s are text and nothing else', (_name, text) => {
  const hostile = scan(reportAbout(text));
  expect(shape(hostile)).toEqual(shape(scan(reportAbout('calm'))));
  const legal = toPlainLine(text).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '');
  expect(elementsNamed(hostile, 'h3').map(textOf)).toEqual([truncate(legal, 120)]);
});

function reportAbout(text: string): SlaReport {
  const at = exampleInstant(5);
  const story: SlaStory = {
    // How fast it was is drawn from its name.
    ...{ name: 'api', group: text, tags: { team: text, [`x${text}`]: text }, intervalMs: hourMs, medianMs: 50 },
    objective: threeNines,
    troubles: [{ at, forMs: 2 * hourMs, state: 'down', reason: 'timeout', message: text, acknowledgedBy: text }],
    windows: [
      exampleWindow(at + 9 * hourMs, at + 10 * hourMs, { name: text, by: text }),
      exampleWindow(at + 12 * hourMs, at + 13 * hourMs, { name: text, by: text, createdAt: at + 14 * hourMs }),
    ],
    pauses: [{ fromAt: at + 20 * hourMs, toAt: at + 21 * hourMs, by: text }],
  };
  const report = slaReportOf([story], { label: text });
  const services = report.services.map((service) => ({
    ...service,
    service: text,
    outages: service.outages.map((outage) => ({ ...outage, deliveries: [{ at, accepted: false, text }] })),
    gaps: [{ fromAt: at, toAt: at + hourMs, reason: text }],
  }));
  return { ...report, services };
}

/** The tree of element names with their attributes, without texts. */
function shape({ name, attributes, children }: ScannedElement): unknown {
  return [
    name,
    Object.keys(attributes),
    children.flatMap((child) => (typeof child === 'string' ? [] : [shape(child)])),
  ];
}

test('text from right to left does not reorder what stands beside it', () => {
  const hebrew = 'שירות';
  const section = elementWith(scan(reportAbout(hebrew)), 'id', 'service-1');
  const isolated = textsOf(section, 'bdi').filter((text) => text.includes(hebrew)).length;
  expect(isolated).toBeGreaterThanOrEqual(8);
});

test('a report of nothing says so', () => {
  const empty = scan(slaReportOf([]));
  expect(textsOf(empty, 'main')[0]).toContain('No service was monitored in this period.');
  expect(textsOf(empty, 'header')[0]).toContain('Nothing was measured in this period: insufficient data');
  expect(textsOf(empty, 'h2')).not.toContain('Service by service');
});

test('the same report is the same page', () => {
  expect(render(slaReportOf(exampleStories.slice(0, 3)))).toBe(render(slaReportOf(exampleStories.slice(0, 3))));
});

test('a hundred services of a month fit into one and a quarter megabytes', () => {
  const services = Array.from({ length: 100 }, (_, index) => rich.services[index % rich.services.length]);
  const report = { ...rich, services: services.flatMap((service) => service ?? []) };
  expect(report.services).toHaveLength(100);
  expect(Buffer.byteLength(render(report))).toBeLessThan(1_250_000);
});
