import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { buildWeb } from '../../../scripts/build-web.mjs';
import { executableOf } from '../peers/executables.ts';
import { projectRoot } from '../project-root.ts';
import { badDay, type World } from './answers.ts';
import { startWebServer, type WebServer } from './server.ts';

/** A page of the dashboard with the server behind it. */
export interface Opened {
  readonly page: Page;
  readonly server: WebServer;
  /** What the browser complained about: blocked by the policy, thrown, not found. */
  readonly complaints: readonly string[];
}

export interface Opening {
  /** Below the base path, without a slash at its beginning. */
  readonly path?: string;
  readonly world?: Partial<World>;
  readonly basePath?: string;
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/**
 * Builds the dashboard and starts Chromium for the tests of a file. What it returns opens a page against a server of its own;
 * both end with the test.
 */
export function useBrowser(): (opening?: Opening) => Promise<Opened> {
  const started = useStarted();
  return async (opening) => {
    const opened = await openPage(started(), opening);
    onTestFinished(opened.close);
    return opened;
  };
}

/**
 * The same with one page for all tests of a file, for those that only look: each goes on with a new document and a world of its own,
 * which costs a tenth of a new page. They must not run beside each other.
 */
export function useOnePage(): (opening?: Pick<Opening, 'path' | 'world'>) => Promise<Opened> {
  const started = useStarted();
  let opened: Awaited<ReturnType<typeof openPage>> | undefined;
  afterAll(() => opened?.close());
  return async ({ path = '', world = {} } = {}) => {
    opened ??= await openPage(started());
    const { page, server, complaints } = opened;
    // What the document before complains about when it is left is not of this one.
    await page.goto('about:blank');
    complaints.length = 0;
    Object.assign(server.world, badDay(), world);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(server.url + path);
    return opened;
  };
}

interface Started {
  readonly browser: Browser;
  /** With the built dashboard. */
  readonly folder: string;
}

function useStarted(): () => Started {
  let browser: Browser | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-web-'));
  beforeAll(async () => {
    await buildWeb(projectRoot, folder);
    browser = await chromium.launch({ executablePath: executableOf('chromium'), args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (browser === undefined) throw new Error('the browser has not started');
    return { browser, folder };
  };
}

async function openPage(
  { browser, folder }: Started,
  { path = '', world = {}, basePath = '', width = 1280, colorScheme = 'light' }: Opening = {},
) {
  const server = await startWebServer({ folder, basePath, world: { ...badDay(), ...world } });
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(blob|about):/.test(request.url()))
      complaints.push(`asked ${request.url()}`);
  });
  await page.goto(server.url + path);
  const close = async () => {
    await context.close();
    await server.close();
  };
  return { page, server, complaints, close };
}
