import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { useOnePage } from '../support/web/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages: readonly (readonly [name: string, path: string])[] = [
  ['overview', ''],
  ['overview by group', '?by=group'],
  ['service', 'services/payment-api'],
  ['new service', 'services/new'],
  ['edited service', 'services/checkout/edit'],
  ['incidents', 'incidents'],
  ['incident', 'incidents/01JD8Y5'],
  ['reports', 'reports'],
  ['alerts', 'alerts'],
  ['maintenance', 'maintenance'],
  ['deployments', 'deployments'],
  ['system', 'system'],
  ['public status', 'status'],
];
interface View {
  readonly colorScheme: 'light' | 'dark';
  readonly width: 1280 | 390;
}

/** One step changes one thing, so that little has to be drawn anew. */
const everyView: readonly View[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'light', width: 390 },
];
const oppositeViews = everyView.filter(({ colorScheme, width }) => (colorScheme === 'light') === (width === 1280));

describeWithPeers(['chromium'], 'the dashboard in Chromium, light and dark, wide and narrow,', () => {
  const open = useOnePage();

  test.each(pages)('has a page "%s" without violation, with one h1 and no sideways scroll', async (_name, path) => {
    const { page, complaints } = await open({ path });
    await ready(page);
    for (const view of everyView) {
      await show(page, view);
      expect(await violations(page), inWords(view)).toEqual([]);
      expect(await page.evaluate(shape), inWords(view)).toEqual({ h1: 1, isTooWide: false });
    }
    expect(complaints).toEqual([]);
  });

  test.each([
    ['empty', { services: [] }, ''],
    ['without history', { isEmpty: true }, 'services/checkout'],
    ['without history', { isEmpty: true }, 'incidents'],
    ['without history', { isEmpty: true }, 'reports'],
    ['without history', { isEmpty: true }, 'alerts'],
    ['without history', { isEmpty: true }, 'maintenance'],
    ['without history', { isEmpty: true }, 'deployments'],
    ['unauthorised', { refuses: true, hasProvider: true }, ''],
    ['read-only', { isFixed: true }, 'services/payment-api'],
    ['broken', { broken: ['/overview', '/services'] }, ''],
  ])('has no violation in the state "%s": %j at "%s"', async (_name, world, path) => {
    const { page } = await open({ path, world });
    await ready(page);
    await expectNoViolations(page);
  });

  test('has no violation where it is stale', async () => {
    const { page } = await open({ world: { streams: 'refused' } });
    await page.locator('.stale-banner').waitFor();
    await expectNoViolations(page);
  });

  test('has no violation in a dialog', async () => {
    const { page } = await open({ path: 'services/payment-api' });
    for (const name of ['Acknowledge', 'Silence alerts…']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('has no violation in a form with mistakes', async () => {
    const { page } = await open({ path: 'maintenance' });
    await page.getByRole('button', { name: 'Plan maintenance' }).click();
    await page.getByRole('button', { name: 'Plan maintenance' }).click();
    await page.getByText('Say what it is for').waitFor();
    await expectNoViolations(page);
  });

  test('would be found to have a violation', async () => {
    const { page } = await open();
    await ready(page);
    await page.evaluate("document.querySelector('h1').replaceWith(document.createElement('button'))");
    expect((await violations(page)).join()).toContain('button-name');
  });

  test('would be found to have a violation in one of its views alone', async () => {
    const { page } = await open();
    await ready(page);
    const style = '@media (prefers-color-scheme: dark) and (max-width: 400px) { .name { color: #333 } }';
    await page.evaluate(`(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(style)});
      document.adoptedStyleSheets.push(sheet);
    })()`);
    const found: string[] = [];
    for (const view of everyView) {
      await show(page, view);
      if ((await violations(page)).some((one) => one.startsWith('color-contrast'))) found.push(inWords(view));
    }
    expect(found).toEqual(['dark, 390 px wide']);
  });
});

const inWords = ({ colorScheme, width }: View) => `${colorScheme}, ${width} px wide`;

/** Reads, in the page, what is wanted of every page. */
const shape = `({
  h1: document.querySelectorAll('h1').length,
  isTooWide: document.documentElement.scrollWidth > innerWidth,
})`;

async function expectNoViolations(page: Page): Promise<void> {
  for (const view of oppositeViews) {
    await show(page, view);
    expect(await violations(page), inWords(view)).toEqual([]);
  }
}

/** Until everything that is read at once is there. */
async function ready(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  // As functions: what is given as text would be evaluated in the page, which its policy forbids.
  await page.waitForFunction(() => document.querySelector('.loading, .chart:not(:has(canvas))') === null);
}

/** Shows a page that is open in another theme and width: until the style, the menu and the chart have followed. */
async function show(page: Page, { colorScheme, width }: View): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  await page.waitForFunction(
    ({ colorScheme, isNarrow }) =>
      getComputedStyle(document.body).colorScheme === colorScheme &&
      [...document.querySelectorAll('.button.menu')].every((menu) => menu.checkVisibility() === isNarrow) &&
      [...document.querySelectorAll('.chart')].every((chart) => chart.scrollWidth <= chart.clientWidth),
    { colorScheme, isNarrow: width === 390 },
  );
  // What follows a change of the width by itself does so before the frame after the next.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** What axe finds, in words. It runs outside of the page's policy, which forbids it. */
async function violations(page: Page): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe);
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
