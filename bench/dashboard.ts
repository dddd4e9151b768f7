import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { executableOf, isInstalled } from '../test/support/peers/executables.ts';
import type { ApiBench } from './api.ts';
import { atMost, type Figure, median } from './figures.ts';
import { longestTask } from './longest-task.ts';
import { type PageNotes, readNotes, takeNotes } from './page-notes.ts';
import { type HistorySize, type ServedHistory, serveHistory, wholeHistory } from './served-history.ts';

export interface DashboardLoad {
  readonly size: HistorySize;
  /** How often the page is opened. */
  readonly openings: number;
  /** How often many results come at once, and how often a verdict becomes another and is as before. */
  readonly rounds: number;
}

const wholeLoad: DashboardLoad = { size: wholeHistory, openings: 7, rounds: 3 };
const intervalMs = 15_000;
// The monitor keeps a thousand events for those that come back: what happens in this time is fewer.
const cycleMs = 0.8 * intervalMs;
// Every service is looked at once, and figures of months are read.
const settleMs = 40_000;

/** The dashboard of 1,000 services in Chromium: how soon it is there, and what keeping it up to date takes. Nothing without Chromium. */
export async function measureDashboard(bench: ApiBench, load: DashboardLoad = wholeLoad): Promise<readonly Figure[]> {
  if (!isInstalled('chromium')) {
    console.error('dashboard: left out, since chromium is not here');
    return [];
  }
  const { folder, target, projectRoot } = bench;
  const moody = await startMoody();
  const urlOf = (number: number) => (number < load.rounds ? moody.urlOf(number) : target.httpUrl);
  const served = await serveHistory({ folder, projectRoot, size: load.size, intervalMs, urlOf });
  const browser = await chromium.launch({ executablePath: executableOf('chromium'), args: ['--no-sandbox'] });
  try {
    await served.monitor.wait(settleMs);
    const parts = { browser, served, load };
    return [
      ...(await measureOpening(parts)),
      ...(await measureFlow(parts)),
      ...(await measureCycle(parts)),
      ...(await measureVerdict(parts, moody)),
    ].map((figure) => ({
      ...figure,
      what: `dashboard of ${served.names.length.toLocaleString('en')} services: ${figure.what}`,
    }));
  } finally {
    await browser.close();
    await served.monitor.stop();
    await moody.stop();
  }
}

interface Parts {
  readonly browser: Browser;
  readonly served: ServedHistory;
  readonly load: DashboardLoad;
}

/** A browser without any cache each time. */
async function measureOpening({ browser, served, load }: Parts): Promise<readonly Figure[]> {
  const paints: number[] = [];
  const rows: number[] = [];
  for (let opening = 0; opening < load.openings; opening += 1) {
    const page = await open(browser, served);
    const paint = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime');
    paints.push(Number(paint));
    rows.push((await notesOf(page)).rowsAt ?? Number.NaN);
    await page.context().close();
  }
  return [
    { what: 'first paint', unit: 'ms', value: median(paints), ...atMost(1_000) },
    { what: 'first services in sight', unit: 'ms', value: median(rows), ...atMost(1_000) },
    { what: 'first services in sight, slowest', unit: 'ms', value: Math.max(...rows) },
  ];
}

/** Results come by themselves, as on any day. */
async function measureFlow({ browser, served }: Parts): Promise<readonly Figure[]> {
  const page = await open(browser, served);
  const longestMs = await longestTask(page, () => delay(cycleMs));
  const waits = waitsIn(await notesOf(page));
  await page.context().close();
  return [
    // Results are gathered for a quarter of a second.
    { what: 'from an event to the list, p50', unit: 'ms', value: median(waits), ...atMost(300) },
    { what: 'from an event to the list, longest', unit: 'ms', value: Math.max(...waits) },
    { what: 'results as they come: longest task', unit: 'ms', value: longestMs, ...atMost(50) },
  ];
}

/** The page holds still while most services are checked; then it hears of all of them in one piece. */
async function measureCycle({ browser, served, load }: Parts): Promise<readonly Figure[]> {
  const tasks: number[] = [];
  const waits: number[] = [];
  const counts: number[] = [];
  for (let round = 0; round < load.rounds; round += 1) {
    const page = await open(browser, served);
    await page.getByRole('button', { name: 'Pause updates' }).click();
    const before = (await notesOf(page)).told.length;
    await delay(cycleMs);
    const task = await longestTask(page, async () => {
      await page.getByRole('button', { name: 'Resume updates' }).click();
      await delay(1_500);
    });
    const notes = await notesOf(page);
    const [first = { at: Number.NaN }] = notes.told.slice(before);
    const together = notes.told.slice(before).filter(({ at }) => at < first.at + 100);
    tasks.push(task);
    waits.push(Math.max(...waitsIn({ ...notes, told: together })));
    counts.push(together.length);
    await page.context().close();
  }
  const of = `${Math.round(median(counts))} results at once`;
  return [
    { what: `${of}: until the list shows them`, unit: 'ms', value: median(waits), ...atMost(300) },
    { what: `${of}: longest task`, unit: 'ms', value: median(tasks), ...atMost(50) },
  ];
}

/** A service goes down and comes back: everything is read anew. */
async function measureVerdict({ browser, served, load }: Parts, moody: Moody): Promise<readonly Figure[]> {
  const page = await open(browser, served);
  const tasks: number[] = [];
  // Each time another one: who changes too often is said to flap.
  for (const [number, name] of served.names.slice(0, load.rounds).entries()) {
    const row = page.locator('.services-body .row', { has: page.getByRole('link', { name, exact: true }) });
    for (const [status, state] of [
      [503, 'unhealthy'],
      [200, 'healthy'],
    ] as const) {
      moody.answerWith(number, status);
      const task = await longestTask(page, async () => {
        await check(served, name);
        await row.locator(`.state.${state}`).waitFor();
        await delay(300);
      });
      tasks.push(task);
    }
  }
  const notes = await notesOf(page);
  const waits = waitsIn({ ...notes, told: notes.told.filter(({ what }) => what.endsWith('healthy')) });
  await page.context().close();
  return [
    { what: 'a verdict changes: until the list shows it', unit: 'ms', value: median(waits) },
    { what: 'a verdict changes and all is read anew: longest task', unit: 'ms', value: median(tasks), ...atMost(50) },
  ];
}

async function open(browser: Browser, { url }: ServedHistory): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
  await context.addInitScript(takeNotes);
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await page.locator('.services-body .row').first().waitFor();
  await page.waitForFunction(`${readNotes}.rowsAt !== undefined`);
  // The stream is there, and whatever was put off.
  await delay(1_000);
  return page;
}

async function notesOf(page: Page): Promise<PageNotes> {
  return (await page.evaluate(readNotes)) as PageNotes;
}

/** How long it took from what was told to when it was shown, ms, of what was in sight. */
function waitsIn({ told, shown }: PageNotes): readonly number[] {
  return told.flatMap(({ at, what }) => {
    const first = shown.find((one) => one.what === what && one.at >= at);
    return first === undefined ? [] : [first.at - at];
  });
}

async function check({ url, token }: ServedHistory, name: string): Promise<void> {
  const path = `/services/${name}/check`;
  const headers = { authorization: `Bearer ${token}` };
  const sent = request(`${url}/api/v1${path}`, { method: 'POST', agent: false, headers }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}`);
}

/** Targets whose health is a matter of what they are told. */
interface Moody {
  urlOf(number: number): string;
  answerWith(number: number, status: number): void;
  stop(): Promise<void>;
}

async function startMoody(): Promise<Moody> {
  const statuses = new Map<string, number>();
  const server = createServer(({ url = '' }, response) => {
    response.writeHead(statuses.get(url) ?? 200).end('{"status":"pass"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    urlOf: (number) => `http://127.0.0.1:${port}/${number}`,
    answerWith(number, status) {
      statuses.set(`/${number}`, status);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
