import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { useBrowser } from '../support/web/browser.ts';

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
const views = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const;

describeWithPeers(['chromium'], 'the dashboard in Chromium', () => {
  const open = useBrowser();

  describe.each(views)('in $colorScheme, $width px wide', (view) => {
    test.each(pages)('the page "%s" has no violation, one h1 and no sideways scroll', async (_name, path) => {
      const { page, complaints } = await open({ ...view, path });
      await ready(page);
      expect(await violations(page)).toEqual([]);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  describe.each([views[0], views[3]])('in $colorScheme, $width px wide', (view) => {
    test.each([
      ['empty', { services: [] }, ''],
      ['without history', { isEmpty: true }, 'services/checkout'],
      ['without history', { isEmpty: true }, 'incidents'],
      ['without history', { isEmpty: true }, 'reports'],
      ['without history', { isEmpty: true }, 'alerts'],
      ['without history', { isEmpty: true }, 'maintenance'],
      ['without history', { isEmpty: true }, 'deployments'],
      ['unauthorised', { refuses: true }, ''],
      ['broken', { broken: ['/overview', '/services'] }, ''],
    ])('the state "%s" has no violation: %j at "%s"', async (_name, world, path) => {
      const { page } = await open({ ...view, path, world });
      await ready(page);
      expect(await violations(page)).toEqual([]);
    });

    test('what is stale has no violation', async () => {
      const { page } = await open({ ...view, world: { streams: 'refused' } });
      await page.locator('.stale-banner').waitFor();
      expect(await violations(page)).toEqual([]);
    });

    test('a dialog has no violation', async () => {
      const { page } = await open({ ...view, path: 'services/payment-api' });
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
    });

    test('a form with mistakes has no violation', async () => {
      const { page } = await open({ ...view, path: 'maintenance' });
      await page.getByRole('button', { name: 'Plan maintenance' }).click();
      await page.getByRole('button', { name: 'Plan maintenance' }).click();
      await page.getByText('Say what it is for').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });

  test('a violation would be found', async () => {
    const { page } = await open();
    await ready(page);
    await page.evaluate("document.querySelector('h1').replaceWith(document.createElement('button'))");
    expect((await violations(page)).join()).toContain('button-name');
  });

  /** Until everything that is read at once is there. */
});

async function ready(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.waitForFunction("document.querySelector('.loading') === null");
  await page.waitForFunction(
    "document.querySelector('.chart') === null || document.querySelector('.chart canvas') !== null",
  );
}

/** What axe finds, in words. It runs outside of the page's policy, which forbids it. */
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
