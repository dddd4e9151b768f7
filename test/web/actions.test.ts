import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { useBrowser } from '../support/web/browser.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const focused = (page: Page) =>
  page.evaluate('document.activeElement.textContent || document.activeElement.getAttribute("aria-label")');

describeWithPeers(['chromium'], 'the dashboard in Chromium', () => {
  const open = useBrowser();

  describe('a service', () => {
    test('is checked now', async () => {
      const { page, server } = await open({ path: 'services/payment-api' });
      await button(page, 'Check now').click();
      await page
        .locator('[aria-live="polite"]', { hasText: 'payment-api checked: unhealthy' })
        .waitFor({ state: 'attached' });
      expect(server.changes).toMatchObject([{ method: 'POST', path: '/services/payment-api/check' }]);
    });

    test('is paused and resumed', async () => {
      const { page, server } = await open({ path: 'services/checkout' });
      await button(page, 'Pause').click();
      await button(page, 'Resume').click();
      await button(page, 'Pause').waitFor();
      expect(server.changes.map(({ path }) => path)).toEqual(['/services/checkout/stop', '/services/checkout/start']);
    });

    test('gets maintenance', async () => {
      const { page, server } = await open({ path: 'services/checkout' });
      await button(page, 'Maintenance').click();
      await page.getByLabel('What for').fill('new disks');
      await button(page, 'Plan maintenance').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const [change] = server.changes;
      expect(change).toMatchObject({
        path: '/maintenance',
        body: { name: 'new disks', match: { services: ['checkout'] } },
      });
      const { starts = '', ends = '' } = { ...(change?.body as Readonly<Record<string, string>> | undefined) };
      expect(Date.parse(ends) - Date.parse(starts)).toBe(3_600_000);
    });

    test('is silenced with a reason, for some time', async () => {
      const { page, server } = await open({ path: 'services/checkout' });
      await button(page, 'Silence alerts…').click();
      const dialog = page.getByRole('dialog');
      await button(page, 'Silence alerts').click();
      await dialog.getByText('Say why: others see it.').waitFor();
      await dialog.getByLabel('Reason').fill('new disks');
      await dialog.getByLabel('For').selectOption('4 hours');
      const before = Date.now();
      await button(page, 'Silence alerts').click();
      await dialog.waitFor({ state: 'detached' });
      const [change] = server.changes;
      expect(change).toMatchObject({
        method: 'POST',
        path: '/silences',
        body: { match: { services: ['checkout'] }, comment: 'new disks' },
      });
      const { ends = '' } = { ...(change?.body as Readonly<Record<string, string>> | undefined) };
      expect(Math.abs(Date.parse(ends) - before - 14_400_000)).toBeLessThan(60_000);
    });

    test('with an incident that nobody cares for is acknowledged', async () => {
      const { page, server } = await open({ path: 'services/payment-api' });
      await button(page, 'Acknowledge').click();
      await page.getByLabel('Your name').fill('ada');
      await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(server.changes).toMatchObject([{ path: '/incidents/01JD8Y5/acknowledge', body: { by: 'ada' } }]);
    });

    test('is deleted once that was confirmed', async () => {
      const { page, server } = await open({ path: 'services/checkout' });
      await button(page, 'Delete').click();
      expect(server.changes).toEqual([]);
      await button(page, 'Delete service').click();
      await page.getByRole('table').waitFor();
      expect(server.changes).toMatchObject([{ method: 'DELETE', path: '/services/checkout' }]);
    });

    test('that is refused says why', async () => {
      const { page, server } = await open({ path: 'services/checkout' });
      await button(page, 'Check now').waitFor();
      server.world.broken = ['/services/checkout/check'];
      await button(page, 'Check now').click();
      await page.getByText('The log has it as request req-7.').waitFor();
    });
  });

  describe('the form of a service', () => {
    test('says what is wrong while it is written, tries it and saves it', async () => {
      const { page, server } = await open({ path: 'services/new' });
      await page.getByLabel('Name').fill('new-shop');
      await page.getByLabel('URL').fill('https://new.example/');
      await page.getByLabel('Timeout').fill('10 parsecs');
      await page.getByLabel('Timeout').blur();
      await page.locator('.field-error').waitFor();
      expect(await page.getByLabel('Timeout').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Timeout').fill('5s');
      await page.locator('.field-error').waitFor({ state: 'detached' });
      await page.getByLabel('Expected status').fill('200, 204');
      await page.getByLabel('Assertions').fill('json.status == "pass"');
      await page.getByLabel('Everything else').fill('{ "tags": { "team": "shop" } }');
      await button(page, 'Test before saving').click();
      await page.getByRole('region', { name: 'Test' }).getByText('everything as expected').waitFor();
      await button(page, 'Add service').click();
      const entry = {
        tags: { team: 'shop' },
        name: 'new-shop',
        url: 'https://new.example/',
        timeout: '5s',
        expected_status: [200, 204],
        assertions: ['json.status == "pass"'],
      };
      await expect
        .poll(() => server.changes)
        .toMatchObject([
          { path: '/probe', body: entry },
          { path: '/services', body: entry },
        ]);
      await page.waitForURL('**/services/new-shop');
    });

    test('is not sent while something is wrong', async () => {
      const { page, server } = await open({ path: 'services/new' });
      await page.getByLabel('Everything else').fill('{ not JSON');
      await button(page, 'Add service').click();
      await page.getByText('expected a JSON object').waitFor();
      expect(server.changes).toEqual([]);
    });

    test('shows at its field what the server refuses', async () => {
      const { page } = await open({ path: 'services/new' });
      await page.getByLabel('Name').fill('checkout');
      await page.getByLabel('URL').fill('https://new.example/');
      await button(page, 'Add service').click();
      await page.locator('.field-error', { hasText: 'checkout is there already' }).waitFor();
    });

    test('sends of a change only what is new, with the version that was read', async () => {
      const { page, server } = await open({ path: 'services/checkout/edit' });
      await page.getByLabel('Timeout').fill('20s');
      await button(page, 'Save').click();
      await expect
        .poll(() => server.changes)
        .toMatchObject([{ method: 'PATCH', path: '/services/checkout', body: { timeout: '20s' }, ifMatch: '"v1"' }]);
      expect(server.changes[0]?.body).toEqual({ timeout: '20s' });
    });
  });

  test('a service that is there is tested with the masks of its secrets, and what the server refuses stands there', async () => {
    const { page, server } = await open({ path: 'services/checkout/edit' });
    await page.getByLabel('Timeout').fill('20s');
    await button(page, 'Test before saving').click();
    await page.getByRole('region', { name: 'Test' }).getByText('everything as expected').waitFor();
    const headers = { authorization: '***', accept: 'application/json' };
    expect(server.changes).toMatchObject([{ path: '/probe', body: { name: 'checkout', timeout: '20s', headers } }]);
    await page.getByLabel('URL').fill('https://elsewhere.example/');
    await button(page, 'Test before saving').click();
    await page.getByRole('alert').getByText('headers.authorization').waitFor();
    await page.getByText('enter it again').waitFor();
  });

  describe('where the configuration is read-only', () => {
    test('nothing offers to change it, and it is said why', async () => {
      const { page } = await open({ path: 'services/checkout', world: { isFixed: true } });
      await page.getByText('The configuration is read-only here').waitFor();
      await button(page, 'Pause').waitFor();
      expect(await page.getByText(/^(Edit|Delete)$/).count()).toBe(0);
      for (const path of ['services/checkout/edit', 'services/new']) {
        await page.goto((await page.evaluate('document.baseURI')) + path);
        await page.getByText('The configuration is read-only here').waitFor();
        expect(await page.getByRole('textbox').count()).toBe(0);
      }
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      await page.locator('.services').waitFor();
      expect(await page.getByText('Add service').count()).toBe(0);
    });
  });

  describe('elsewhere', () => {
    test('an incident gets a note, and is copied as Markdown in which text of the target stays text', async () => {
      const { page, server } = await open({ path: 'incidents/01JD8Y5' });
      await page.getByLabel('Add a note').fill('the pool is too small');
      await button(page, 'Add note').click();
      await expect
        .poll(() => server.changes)
        .toMatchObject([{ path: '/incidents/01JD8Y5/notes', body: { text: 'the pool is too small' } }]);
      await button(page, 'Copy as Markdown').click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const text = (await page.evaluate('navigator.clipboard.readText()')) as string;
      expect(text).toContain('## payment-api: HTTP 503, expected 200');
      expect(text).toContain('the database has no free connections (ada)');
    });

    test('a channel is tried', async () => {
      const { page, server } = await open({ path: 'alerts' });
      await page.getByRole('button', { name: 'Send test to oncall' }).click();
      await page.getByText('HTTP 200: ok').waitFor();
      expect(server.changes).toMatchObject([{ path: '/channels/oncall/test' }]);
    });

    test('a window is planned once it makes sense, another cancelled, a silence ended', async () => {
      const { page, server } = await open({ path: 'maintenance' });
      await button(page, 'Plan maintenance').click();
      await page.getByLabel('What for').fill('disks');
      await page.getByLabel('Ends').fill('2020-01-01T00:00');
      await page.getByRole('button', { name: 'Plan maintenance' }).click();
      await page.getByText('Ends before it starts.').waitFor();
      await button(page, 'Cancel').first().click();
      await page.getByRole('button', { name: 'Cancel cache swap' }).click();
      await page.getByRole('button', { name: 'End silence of eu-cache' }).click();
      await expect
        .poll(() => server.changes.map(({ method, path }) => `${method} ${path}`))
        .toEqual(['DELETE /maintenance/w3', 'DELETE /silences/s1']);
    });

    test.each(['alerts', 'maintenance'])(
      'services of a tag are silenced and heard again on the page of %s',
      async (path) => {
        const { page, server } = await open({ path });
        await button(page, 'Silence alerts…').click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Reason').fill('the provider moves');
        await button(page, 'Silence alerts').click();
        await dialog.getByText('write * for every service').waitFor();
        await dialog.getByLabel('Tags').fill('team:shop, tier:1');
        await dialog.getByLabel('For').selectOption('Until …');
        await dialog.getByLabel('Until').fill('2020-01-01T00:00');
        await dialog.getByText('That is over already.').waitFor();
        await dialog.getByLabel('Until').fill('2099-01-01T00:00');
        await button(page, 'Silence alerts').click();
        await page.getByRole('button', { name: 'End silence of team:shop and tier:1' }).click();
        await page.getByText('the provider moves').waitFor({ state: 'detached' });
        expect(server.changes).toMatchObject([
          { path: '/silences', body: { match: { tags: { team: 'shop', tier: '1' } }, comment: 'the provider moves' } },
          { method: 'DELETE', path: '/silences/begun0' },
        ]);
      },
    );

    test('a deployment is rolled back with a reason', async () => {
      const { page, server } = await open({ path: 'deployments' });
      await page.getByRole('button', { name: 'Roll back search 5.0.0' }).click();
      await page.getByLabel('Reason').fill('too slow');
      await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
      await expect
        .poll(() => server.changes)
        .toMatchObject([{ path: '/deployments/d2/rollback', body: { reason: 'too slow' } }]);
    });

    test('a report is saved as a file', async () => {
      const { page } = await open({ path: 'reports' });
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^\d{4}-\d\d\.csv$/);
    });
  });

  describe('by keyboard alone', () => {
    test('the reader skips to the content, goes through services and minutes, and opens one', async () => {
      const { page } = await open();
      await page.locator('.services').waitFor();
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.locator('[data-row="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => focused(page)).toBe('search');
      await page.keyboard.press('ArrowLeft');
      await page.locator('.slot-text', { hasText: 'degraded' }).waitFor();
      for (let step = 0; step < 31; step += 1) await page.keyboard.press('ArrowLeft');
      await page.locator('.slot-text', { hasText: 'down' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'search', level: 1 }).waitFor();
      expect(await focused(page)).toBe('search');
    });

    test('a slash goes to the search, unless that is switched off', async () => {
      const { page, server } = await open();
      await page.locator('.services').waitFor();
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('search');
      await page.goto(`${server.url}system`);
      await button(page, 'Off').click();
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      await page.locator('.services').waitFor();
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).not.toBe('search');
    });

    test('heartbeat and chart are read value by value', async () => {
      const { page } = await open({ path: 'services/payment-api' });
      const beat = page.getByRole('slider', { name: 'Heartbeat' });
      await beat.focus();
      await page.keyboard.press('End');
      expect(await beat.getAttribute('aria-valuetext')).toMatch(/: down$/);
      await page.keyboard.press('Home');
      expect(await beat.getAttribute('aria-valuetext')).toMatch(/: up$/);
      await page.locator('.chart canvas').waitFor();
      const chart = page.getByRole('slider', { name: 'Response times' });
      await chart.focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/p50 \d+ ms, p95/);
      await button(page, 'Zoom in').click();
      await button(page, 'Whole span').click();
    });

    test('a dialog holds the focus, closes with Escape and gives it back', async () => {
      const { page } = await open({ path: 'services/checkout' });
      await button(page, 'Maintenance').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      for (let step = 0; step < 8; step += 1) await page.keyboard.press('Tab');
      expect(
        await page.evaluate(
          'document.activeElement === document.body || document.activeElement.closest("dialog") !== null',
        ),
      ).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('Maintenance');
    });

    test('the menu of a narrow page opens and closes', async () => {
      const { page } = await open({ width: 390 });
      const menu = page.getByRole('button', { name: 'Menu' });
      await menu.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Reports' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await menu.getAttribute('aria-expanded')).toBe('false');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Reports' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor();
      expect(await menu.getAttribute('aria-expanded')).toBe('false');
    });
  });
});
