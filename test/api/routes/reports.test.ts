import { describe, expect, test } from 'vitest';
import { slaReportSchema } from '../../../src/reporting/sla/schema.ts';
import { checkedWorld, monitoredWorld } from '../monitored-world.ts';

const month = new Date().toISOString().slice(0, 7);

describe('reports', () => {
  test('can be made of the months that anything is stored of', async () => {
    const { ask } = await checkedWorld();
    expect((await ask('GET', '/reports')).json).toMatchObject({ timezone: 'UTC', months: [{ month }] });
  });

  test.each([
    ['json', 'application/json'],
    ['html', 'text/html'],
    ['csv', 'text/csv'],
    ['md', 'text/markdown'],
  ])('are written as %s', async (format, type) => {
    const { ask } = await checkedWorld();
    const { status, headers, text, json } = await ask('GET', `/reports/sla?month=${month}&format=${format}`);
    expect([status, headers.get('content-disposition')]).toEqual([200, `inline; filename="${month}.${format}"`]);
    expect(headers.get('content-type')).toContain(type);
    expect(text).toContain('down');
    if (format === 'json') expect(slaReportSchema.parse(json)).toEqual(json);
  });

  test('cover the last month that is over, or a range', async () => {
    const { ask } = await monitoredWorld();
    expect((await ask('GET', '/reports/sla')).json.period.complete).toBe(true);
    const range = await ask('GET', '/reports/sla?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
    expect(range.json.period).toMatchObject({ from: '2026-01-01T00:00:00.000Z' });
  });

  test.each([
    '?month=2026-13',
    '?month=2999-01',
    '?month=november',
    '?format=pdf',
    '?from=2026-01-01T00:00:00Z',
    '?to=2026-01-01T00:00:00Z',
    '?month=2026-01&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
    '?from=2000-01-01T00:00:00Z&to=2020-01-02T00:00:00Z',
  ])('cannot be made of %s', async (query) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('GET', `/reports/sla${query}`);
    expect([status, json.errors.length > 0]).toEqual([400, true]);
  });
});
