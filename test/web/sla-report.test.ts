import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { slaHtml } from '../../src/reporting/sla/html.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { executableOf } from '../support/peers/executables.ts';
import { exampleStories, slaReportOf } from '../support/sla-report-example.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Between them they have everything that a report tells of a service.
const shown = ['api', 'billing', 'eu-cache', 'intranet', 'mail', 'search-replica'];
const views = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const;

describeWithPeers(['chromium'], 'the report in Chromium', () => {
  let browser: Browser | undefined;
  let html = '';

  beforeAll(async () => {
    const report = slaReportOf(exampleStories.filter(({ name }) => shown.includes(name)));
    html = slaHtml.render(report, { generatedAt: report.period.toAt, version: '1.2.3', dataHash: 'ab12'.repeat(16) });
    browser = await chromium.launch({ executablePath: executableOf('chromium'), args: ['--no-sandbox'] });
  });
  afterAll(async () => browser?.close());

  async function open({ colorScheme, width }: (typeof views)[number]): Promise<Page> {
    const context = await browser?.newContext({ colorScheme, viewport: { width, height: 900 } });
    if (context === undefined) throw new Error('the browser has not started');
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.setContent(html);
    await page.evaluate("document.querySelector('details').open = true");
    return page;
  }

  test.each(views)(
    'has no violation in $colorScheme, $width px wide, nor a sideways scroll',
    async (view) => {
      const page = await open(view);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
    30_000,
  );

  test('all columns of the table of services fit a screen of 1280 px', async () => {
    const page = await open(views[0]);
    const room = await page.evaluate(
      '(({ clientWidth, scrollWidth }) => clientWidth - scrollWidth)(document.querySelector("#services .scroll"))',
    );
    expect(room).toBe(0);
    expect(await page.locator('#services thead th').count()).toBe(10);
  });

  test('on a narrow screen the table scrolls in a frame of its own, by keyboard too', async () => {
    const page = await open(views[1]);
    const frame = page.locator('#services .scroll');
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction('document.querySelector("#services .scroll").scrollLeft > 0');
    expect(await page.evaluate('scrollX')).toBe(0);
  });

  test('every row of a day has all of its cells', async () => {
    const page = await open(views[0]);
    const counts = await page.evaluate(
      '[...document.querySelectorAll("table.days")].map((table) => [...new Set([...table.rows].map((row) => row.cells.length))])',
    );
    expect(counts).toEqual([[8], [8], [8], [7], [8], [7]]);
  });

  test('cells of a calendar strip stand beside one another, and its dates below them', async () => {
    const page = await open(views[0]);
    const lefts = (await page.evaluate(
      '[...document.querySelectorAll("#service-1 .strip > rect")].map((cell) => Math.round(cell.getBoundingClientRect().left))',
    )) as readonly number[];
    expect(lefts).toHaveLength(31);
    expect(new Set(lefts).size).toBe(31);
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    expect(await page.evaluate('document.querySelector("#service-1 .strip use").getBBox().width > 500')).toBe(true);
  });
});

/** What axe finds, in words. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }[];
  };
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}
