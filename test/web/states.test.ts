import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { useBrowser } from '../support/web/browser.ts';
import { hostileText } from '../support/web/documents.ts';
import { many, serviceRow, shop } from '../support/web/services.ts';

const heading = (page: Page) => page.locator('h1').textContent();
const icon = (page: Page) => page.locator('link[rel="icon"]').getAttribute('href');

describeWithPeers(['chromium'], 'the dashboard in Chromium', () => {
  const open = useBrowser();

  describe('the overview', () => {
    test('says in one sentence what is wrong, in the page and in the tab', async () => {
      const { page, complaints } = await open();
      await page.getByRole('heading', { name: '1 of 14 services is down: payment-api, 4 min' }).waitFor();
      expect(await page.title()).toBe('(1 down) Overview · svcmon');
      expect(await icon(page)).toBe('/favicon-unhealthy.svg');
      expect(complaints).toEqual([]);
    });

    test('is worst first', async () => {
      const { page } = await open();
      await page.locator('[data-row="0"]').waitFor();
      const names = await page.locator('.row .name').allTextContents();
      expect(names.slice(0, 6)).toEqual(['payment-api', 'search', 'eu-cache', 'profile', 'old-api', 'checkout']);
    });

    test('without services has a command to copy', async () => {
      const { page } = await open({ world: { services: [] } });
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        'svcmon add-service my-site https://example.com',
      );
    });

    test('tells after a moment that it is being read', async () => {
      const { page } = await open({ world: { delayMs: 1_000 } });
      await page.getByText('Reading the overview…').waitFor({ state: 'attached' });
      await page.locator('.services').waitFor();
      expect(await page.locator('.loading').count()).toBe(0);
    });

    test('that cannot be read says why, and is there after a retry', async () => {
      const { page, server } = await open({ world: { broken: ['/overview'] } });
      await page.getByText('Could not read the overview.').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('The log has it as request req-7.');
      server.world.broken = [];
      await page.getByRole('button', { name: 'Retry' }).click();
      await page.locator('.services').waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    });

    test('keeps what it has read where it cannot be read again', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      server.world.broken = ['/overview'];
      server.publish('health', { service: 'search' });
      await page.getByText('Could not read the overview.').waitFor();
      expect(await page.locator('.row .name').count()).toBe(14);
    });

    test('shows those of one state, those that are searched for, and remembers both in its address', async () => {
      const { page } = await open();
      await page.getByRole('button', { name: '9 healthy' }).click();
      await page.getByRole('searchbox').fill('team:data');
      await expect.poll(() => page.locator('.row .name').allTextContents()).toEqual(['nightly-backup', 'orders-db']);
      expect(new URL(page.url()).search).toBe('?state=healthy&q=team%3Adata');
      await page.reload();
      await expect.poll(() => page.locator('.row .name').allTextContents()).toEqual(['nightly-backup', 'orders-db']);
      await page.getByRole('searchbox').fill('nothing like it');
      await page.getByRole('button', { name: 'Show all 14' }).click();
      await expect.poll(() => page.locator('.row .name').count()).toBe(14);
    });

    test('folds groups', async () => {
      const { page } = await open({ path: '?by=group' });
      const checkout = page.getByRole('button', { name: /^checkout 3 services/ });
      await checkout.click();
      expect(await checkout.getAttribute('aria-expanded')).toBe('false');
      await expect.poll(() => page.locator('.row .name').count()).toBe(11);
    });

    test('draws of a thousand services only those in sight, and finds every one', async () => {
      const { page } = await open({ world: { services: many(1_000) } });
      await page.locator('[data-row="0"]').waitFor();
      expect(await page.locator('.row .name').count()).toBeLessThan(60);
      expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('1001');
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page.getByText('service-0999').waitFor();
      await page.getByRole('searchbox').fill('0500');
      await page.getByText('service-0500').waitFor();
    });
  });

  describe('what is live', () => {
    test('a service that goes down is there within 2 s, without a reload, and is announced', async () => {
      const { page, server } = await open({ world: { services: [serviceRow({ name: 'checkout' })] } });
      await page.getByRole('heading', { name: 'All 1 services are healthy' }).waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      await page.evaluate('window.wasNotReloaded = true');
      server.world.services = [serviceRow({ name: 'checkout', status: 'unhealthy', message: 'HTTP 503' })];
      const startedAt = Date.now();
      server.publish('health', { service: 'checkout', from: 'healthy', to: 'unhealthy' });
      await page.getByRole('heading', { name: '1 of 1 services is down' }).waitFor();
      expect(Date.now() - startedAt).toBeLessThan(2_000);
      await page.locator('[aria-live="polite"]', { hasText: 'is down' }).waitFor({ state: 'attached' });
      expect(await page.evaluate('window.wasNotReloaded')).toBe(true);
    });

    test('a result changes its row at once', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      const timestamp = new Date().toISOString();
      server.publish('result', {
        service: 'checkout',
        timestamp,
        message: 'slower than ever',
        status_code: 200,
        response_time_ms: 900,
      });
      await page.getByText('slower than ever').waitFor();
    });

    test('where the stream is cut it is resumed, and what was missed is read', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      server.cut();
      server.world.services = shop().map((row) =>
        row.name === 'zone' ? { ...row, status: 'unhealthy' as const } : row,
      );
      server.publish('health', { service: 'zone' });
      await page.getByRole('heading', { name: '2 of 14 services are down' }).waitFor();
      expect(await page.locator('.stale-banner').count()).toBe(0);
    });

    test('nothing is green on what may be over', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      server.world.streams = 'refused';
      server.cut();
      await page.getByText('Live updates lost').waitFor();
      expect(await heading(page)).toContain('When last heard: ');
      expect(await page.title()).toBe('(?) Overview · svcmon');
      expect(await icon(page)).toBe('/favicon-stale.svg');
      expect(await page.locator('.row .state').allTextContents()).toContain('was healthy');
      const up = (await page.evaluate("getComputedStyle(document.querySelector('.beat-up')).fill")) as string;
      const [red = 0, green = 0, blue = 0] = up.match(/\d+/g)?.map(Number) ?? [];
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(25);
      server.world.streams = 'open';
      await page.getByRole('button', { name: 'Reconnect now' }).click();
      await page.locator('.stale-banner').waitFor({ state: 'detached' });
      expect(await page.locator('.row .state').allTextContents()).toContain('healthy');
    });

    test('is held still at the wish of the reader', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      await page.getByRole('button', { name: 'Pause updates' }).click();
      await expect.poll(() => server.followers()).toBe(0);
      await page.getByRole('button', { name: 'Resume updates' }).click();
      await expect.poll(() => server.followers()).toBe(1);
    });
  });

  describe('who may not see it', () => {
    test('signs in with a token', async () => {
      const { page } = await open({ world: { refuses: true } });
      await page.getByLabel('Token').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('This token lets nobody in.').waitFor();
      await page.getByLabel('Token').fill('right');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.locator('.services').waitFor();
    });

    test('is led to single sign-on where there is one, and back to the page that was asked for', async () => {
      const { page, server } = await open({
        world: { refuses: true, hasProvider: true },
        path: 'incidents?state=open',
      });
      const link = page.getByRole('link', { name: 'Sign in with single sign-on' });
      expect(await link.getAttribute('href')).toBe('/login?to=%2Fincidents%3Fstate%3Dopen');
      await page.goto(`${server.url}incidents?state=open&login=refused`);
      await page.getByRole('alert').getByText('The login did not succeed').waitFor();
      expect(new URL(page.url()).search).toBe('?state=open');
      expect(await link.getAttribute('href')).toBe('/login?to=%2Fincidents%3Fstate%3Dopen');
    });

    test('has no such way where there is none', async () => {
      const { page } = await open({ world: { refuses: true } });
      await page.getByLabel('Token').waitFor();
      expect(await page.getByText('single sign-on').count()).toBe(0);
    });

    test('may go on reading, and signs in to act', async () => {
      const { page } = await open({ world: { readsOnly: true }, path: 'services/checkout' });
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText('You are not signed in.').waitFor();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Go on without' }).click();
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByLabel('Token').fill('right');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.locator('[aria-live="polite"]', { hasText: 'checkout checked' }).waitFor({ state: 'attached' });
    });

    test('sees what is public', async () => {
      const { page, server } = await open({ world: { refuses: true }, path: 'status' });
      await page.getByRole('heading', { name: '1 of 4 services is slower than usual: Search' }).waitFor();
      expect(server.followers()).toBe(0);
      expect(await page.locator('nav').count()).toBe(0);
    });
  });

  describe('a service', () => {
    test('shows what its response times are judged by, its uptime of the month, and its overlaps', async () => {
      const { page } = await open({ path: 'services/checkout' });
      await page.getByText('Slow above 800 ms, critical above 3.00 s.').waitFor();
      await page.getByRole('region', { name: 'Uptime, this month' }).waitFor();
      await page.goto(`${await page.evaluate('document.baseURI')}maintenance`);
      await page.getByText('overlaps cache swap').waitFor();
    });

    test('that answers slower than usual says so on the overview', async () => {
      const slow = { ...serviceRow({ name: 'checkout', p95Ms: 200 }), response_time_ms: 900 };
      const { page } = await open({ world: { services: [slow, serviceRow({ name: 'search' })] } });
      await expect.poll(() => page.locator('.row .now').allTextContents()).toContain('↑ now 900 ms, slower than usual');
      expect(await page.locator('.row .now.warn').count()).toBe(1);
    });
  });

  describe('wherever it is served', () => {
    test('a page below a base path is there from its own address', async () => {
      const { page, complaints } = await open({ basePath: '/tools/svcmon', path: 'services/payment-api' });
      await page.getByText('unhealthy 4 min').waitFor();
      await page.getByRole('link', { name: 'Incidents' }).click();
      await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/tools/svcmon/incidents');
      await page.goBack();
      await page.getByRole('heading', { name: 'payment-api' }).waitFor();
      expect(complaints).toEqual([]);
    });

    test('an address that leads nowhere is no page', async () => {
      const { server } = await open();
      expect((await fetch(`${server.url}no/such/page`)).status).toBe(404);
    });

    test('text of a target is text', async () => {
      const { page, complaints } = await open({ path: 'services/payment-api' });
      await page.getByText('"status":"fail"').waitFor();
      expect(await page.locator('.evidence pre').textContent()).toContain('<script>');
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.title()).not.toContain('owned');
      expect(complaints).toEqual([]);
      expect(hostileText).toContain('onerror');
    });

    test('the theme is kept', async () => {
      const { page } = await open();
      await page.getByRole('button', { name: 'Theme: Auto' }).click();
      await page.getByRole('button', { name: 'Theme: Light' }).click();
      await page.reload();
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    });
  });
});
