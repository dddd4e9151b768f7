import { expect, test } from 'vitest';
import { chartDates } from '../../../src/reporting/sla/svg-dates.ts';
import { slaReportOf } from '../../support/sla-report-example.ts';
import { elementsNamed, scanMarkup, textOf } from '../markup-scan.ts';

function wordsOver(fromAt: number, toAt: number): readonly string[] {
  const { period, services } = slaReportOf([{ name: 'api', medianMs: 50, intervalMs: 86_400_000 }], { fromAt, toAt });
  return elementsNamed(scanMarkup(chartDates(services[0]?.days ?? [], period).markup), 'text').map(textOf);
}

const october = Date.UTC(2026, 8, 30, 22);
const dayMs = 86_400_000;

test.each([
  ['a day', 1, ['1 Oct']],
  ['some days', 7, ['1 Oct']],
  ['a month', 31, ['1 Oct', '8 Oct', '15 Oct', '22 Oct', '29 Oct']],
  ['two months', 61, ['1 Oct', '15 Oct', '29 Oct', '12 Nov', '26 Nov']],
  ['a quarter', 92, ['Oct', 'Nov', 'Dec']],
  ['two years', 730, ['Oct', 'Dec', 'Feb', 'Apr', 'Jun', 'Aug', 'Oct', 'Dec', 'Feb', 'Apr', 'Jun', 'Aug']],
])('dates below a chart of %s', (_name, days, words) => {
  expect(wordsOver(october, october + days * dayMs)).toEqual(words);
});
