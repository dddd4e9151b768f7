import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { executableOf } from '../../test/support/peers/executables.ts';
import { badDay } from '../../test/support/web/answers.ts';
import { startWebServer } from '../../test/support/web/server.ts';
import { holdPresent } from '../../test/support/web/services.ts';
import { buildWeb } from '../build-web.mjs';
import { withPalette } from './palette-png.ts';
import { answerTo, presentAt, services } from './showcase.ts';
import { htmlReport } from './showcase-report.ts';

/** A picture: where it is taken, and what is done there first. */
interface Shot {
  readonly name: string;
  /** Below the address of the dashboard. */
  readonly path: string;
  /** A page of its own in place of the dashboard. */
  readonly document?: string;
  readonly isCompact?: boolean;
  readonly isRefused?: boolean;
  readonly prepare?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  { name: 'overview', path: '' },
  { name: 'overview-grouped', path: '?by=group' },
  { name: 'overview-compact', path: '', isCompact: true },
  { name: 'service', path: 'services/payment-api' },
  { name: 'add-service', path: 'services/new', prepare: fillIn },
  { name: 'edit-service', path: 'services/checkout/edit' },
  { name: 'incidents', path: 'incidents' },
  { name: 'incident', path: 'incidents/01JD8Y5' },
  { name: 'reports', path: 'reports?month=2026-10' },
  { name: 'alerts', path: 'alerts' },
  { name: 'maintenance', path: 'maintenance' },
  { name: 'deployments', path: 'deployments' },
  { name: 'system', path: 'system' },
  { name: 'status', path: 'status' },
  { name: 'sign-in', path: '', isRefused: true },
  { name: 'sla-report', path: '', document: htmlReport() },
];
const themes = ['light', 'dark'] as const;
/** What is below this is more of the same. */
const mostHeight = { 1280: 1_600, 390: 1_800 } as const;
const widths = [1280, 390] as const;

const root = process.cwd();
const wanted = process.argv.slice(2);
const chosen = shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const folder = await mkdtemp(join(tmpdir(), 'svcmon-screenshots-'));
holdPresent(presentAt);
try {
  await buildWeb(root, folder);
  await mkdir(join(root, 'docs', 'screenshots'), { recursive: true });
  const browser = await chromium.launch({
    executablePath: executableOf('chromium'),
    // Letters look the same on every machine that has the same fonts.
    args: ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text'],
    env: { ...process.env, FONTCONFIG_FILE: await writeFonts() },
  });
  const waiting = [...chosen];
  const takeNext = async (): Promise<void> => {
    const shot = waiting.shift();
    if (shot === undefined) return;
    await take(browser, shot);
    return takeNext();
  };
  await Promise.all([takeNext(), takeNext()]);
  if (wanted.length === 0 || wanted.includes('overview')) await takeReadmePicture(browser);
  await browser.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Opens a page once and pictures it in every theme and width. */
async function take(browser: Browser, shot: Shot): Promise<void> {
  const { page, close } = await openPage(browser, { shot, scale: 1 });
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
      const clip = { x: 0, y: 0, width, height: Math.min(height, mostHeight[width]) };
      await write(`screenshots/${shot.name}-${theme}-${width}.png`, await page.screenshot({ fullPage: true, clip }));
    }
  }
  await close();
}

/** The first thing that a reader sees: sharp on every screen, and no taller than one. */
async function takeReadmePicture(browser: Browser): Promise<void> {
  const { page, close } = await openPage(browser, { shot: { name: 'dashboard', path: '' }, scale: 2 });
  await page.setViewportSize({ width: 1280, height: 832 });
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    await write(`dashboard-${theme}.png`, await page.screenshot());
  }
  await close();
}

async function openPage(browser: Browser, { shot, scale }: { readonly shot: Shot; readonly scale: number }) {
  const world = { ...badDay(), services: services(), refuses: shot.isRefused ?? false, hasProvider: true };
  const server = await startWebServer({ folder, world, answerTo });
  const context = await browser.newContext({
    deviceScaleFactor: scale,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(presentAt);
  if (shot.isCompact) await page.addInitScript("localStorage.setItem('svcmon.density', 'compact')");
  if (shot.document === undefined) await page.goto(server.url + shot.path);
  else await page.setContent(shot.document);
  await settled(page);
  await shot.prepare?.(page);
  return {
    page,
    async close() {
      await context.close();
      await server.close();
    },
  };
}

/** Until everything that is read is there and drawn. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  // As a function: what is given as text would be evaluated in the page, which its policy forbids.
  await page.waitForFunction(() => document.querySelector('.loading, .chart:not(:has(canvas))') === null);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** What `system-ui` means in the pictures: like what most readers have, and not what a server without a desktop falls back to. */
async function writeFonts(): Promise<string> {
  const file = join(folder, 'fonts.conf');
  const families = ['Inter', 'Noto Sans', 'Liberation Sans'].map((name) => `<string>${name}</string>`).join('');
  const rules = ['system-ui', 'sans', 'sans-serif'].map(
    (name) => `<match target="pattern"><test name="family"><string>${name}</string></test>
      <edit name="family" mode="prepend_first" binding="strong">${families}</edit></match>`,
  );
  await writeFile(
    file,
    `<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>${rules.join('')}</fontconfig>`,
  );
  return file;
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('returns-api');
  await page.getByLabel('URL').fill('https://returns.shop.example/health');
  await page.getByLabel('Group').fill('checkout');
  await page.getByLabel('Assertions').fill('json.status == "pass"');
  await page.getByRole('button', { name: 'Test before saving' }).click();
  await page.locator('.tested').waitFor();
  // Where the keyboard is, and how far the page is scrolled, would be in the picture.
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
}

async function write(path: string, picture: Buffer): Promise<void> {
  const file = join(root, 'docs', path);
  await writeFile(file, withPalette(picture));
  console.log(`docs/${path} ${Math.ceil((await stat(file)).size / 1_000)} kB`);
}
