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

    test('of many verdicts at once the overview is read at once, and then no more than once a second', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      const readings: number[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/overview')) readings.push(Date.now());
      });
      server.publish('health', { service: 'search' });
      await expect.poll(() => readings.length).toBe(1);
      for (let count = 0; count < 50; count += 1) server.publish('health', { service: 'search' });
      await expect.poll(() => readings.length, { timeout: 4_000 }).toBe(2);
      const [first = 0, second = 0] = readings;
      expect(second - first).toBeGreaterThan(900);
    });

    test('a monitor that restarts is said to, and what it says then is there by itself', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      await server.stop();
      const banner = page.locator('.stale-banner');
      await banner.getByText('svcmon is restarting or cannot be reached').waitFor();
      expect(await banner.textContent()).toMatch(/ since \d\d:\d\d\. Trying again (now|in \d s)\. Last heard: /);
      expect(await heading(page)).toContain('When last heard: ');
      expect(await page.locator('.row .state').allTextContents()).toContain('was healthy');
      server.world.streams = 'refused';
      server.world.broken = ['/ready'];
      await server.start();
      await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/api/v1/ready')),
        page.getByRole('button', { name: 'Reconnect now' }).click(),
      ]);
      await banner.getByText('svcmon is restarting or cannot be reached').waitFor();
      server.world.services = [serviceRow({ name: 'checkout' })];
      server.world.streams = 'open';
      await page.getByRole('heading', { name: 'All 1 services are healthy', exact: true }).waitFor();
      await banner.waitFor({ state: 'detached' });
      expect(await page.getByRole('alert').count()).toBe(0);
    });

    test('a deployment is listed, changes its state and is marked in the chart of its service', async () => {
      const { page, server } = await open({ path: 'deployments' });
      await page.getByRole('row', { name: 'search 5.0.0' }).waitFor();
      await expect.poll(() => server.followers()).toBe(1);
      const [known] = server.world.deployments;
      const released = { ...known, id: 'd9', version: '2.4.0', status: 'pending' as const };
      server.world.deployments = [released, ...server.world.deployments];
      server.publish('deployment', released);
      const row = page.getByRole('row', { name: 'checkout 2.4.0' });
      await row.getByText('pending').waitFor();
      server.world.deployments = [{ ...released, status: 'failed' }, ...server.world.deployments.slice(1)];
      server.publish('deployment', released);
      await row.getByText('failed').waitFor();

      await page.getByRole('link', { name: 'checkout' }).first().click();
      await page.locator('.markers', { hasText: 'checkout 2.4.0' }).waitFor();
      const next = { ...released, id: 'd10', version: '2.5.0' };
      server.world.deployments = [next, ...server.world.deployments];
      server.publish('deployment', next);
      await page.locator('.markers', { hasText: 'checkout 2.5.0' }).waitFor();
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

    test('has of its percentiles only those that so few answers allow, and says why', async () => {
      const { page } = await open({ path: 'services/checkout', world: { answersPerPoint: 12 } });
      await page.getByText('No p95 and p99: they need 20 and 100 answers, and a point has 12 at most.').waitFor();
      const legend = page.locator('.chart-tools .legend li');
      await expect
        .poll(async () => (await legend.allTextContents()).map((text) => text.trim()))
        .toEqual(['p50', 'fastest to slowest', 'outage', 'slow', '✕ timeout']);
      await page.locator('.chart canvas').waitFor();
      await page.getByRole('slider', { name: 'Response times' }).press('ArrowLeft');
      await page.getByText(/p50 \d+ ms, all between \d+ ms and [\d.]+ m?s/).waitFor();
    });

    test('that answers slower than usual says so on the overview', async () => {
      const slow = { ...serviceRow({ name: 'checkout', p95Ms: 200 }), response_time_ms: 900 };
      const { page } = await open({ world: { services: [slow, serviceRow({ name: 'search' })] } });
      await expect.poll(() => page.locator('.row .now').allTextContents()).toContain('↑ now 900 ms, slower than usual');
      expect(await page.locator('.row .now.warn').count()).toBe(1);
    });
  });

  describe('what is planned', () => {
    test('stands on its days, with what overlaps, wide and narrow', async () => {
      const { page } = await open({ path: 'maintenance' });
      const calendar = page.getByRole('region', { name: 'Calendar' });
      await expect.poll(() => calendar.getByRole('cell').count()).toBe(28);
      expect(await calendar.locator('[aria-current="date"]').textContent()).toContain('today');
      const patching = calendar.getByRole('button', { name: 'patching' }).first();
      expect(await patching.textContent()).toContain('overlaps');
      await patching.press('Enter');
      await calendar.getByText('It overlaps cache swap (team:web).').waitFor();
      await calendar.getByRole('button', { name: 'Later' }).click();
      await expect.poll(() => calendar.getByRole('button', { name: 'patching' }).count()).toBe(0);
      await page.setViewportSize({ width: 390, height: 900 });
      await calendar.getByText('Nothing is planned in these weeks.').waitFor();
      await calendar.getByRole('button', { name: 'Now' }).click();
      await patching.waitFor();
      expect(await calendar.locator('td:visible').count()).toBeLessThan(7);
    });
  });

  test('a report has below each service what it is made of', async () => {
    const { page } = await open({ path: 'reports' });
    await page.getByRole('button', { name: 'Details of payment-api' }).press('Enter');
    const sheet = page.getByRole('row').locator('.sheet');
    await sheet.getByText('between 99.7580 % and 99.8580 %').waitFor();
    await sheet.getByRole('link', { name: 'HTTP 503, expected 200' }).waitFor();
    expect(await sheet.textContent()).toContain('patching by ada');
    await page.getByRole('button', { name: 'Details of payment-api' }).press('Enter');
    await sheet.waitFor({ state: 'detached' });
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
