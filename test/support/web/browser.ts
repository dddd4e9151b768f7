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
  return async ({ path = '', world = {}, basePath = '', width = 1280, colorScheme = 'light' } = {}) => {
    if (browser === undefined) throw new Error('the browser has not started');
    const server = await startWebServer({ folder, basePath, world: { ...badDay(), ...world } });
    const context = await browser.newContext({
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width, height: 900 },
    });
    onTestFinished(async () => {
      await context.close();
      await server.close();
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
      if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:'))
        complaints.push(`asked ${request.url()}`);
    });
    await page.goto(server.url + path);
    return { page, server, complaints };
  };
}
