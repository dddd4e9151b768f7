import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { type AskedQuestion, type LocalServer, startLocalServer } from './local-server.ts';

/** How one page answers. */
export type Page = (question: AskedQuestion, response: ServerResponse) => void;

/** Starts a server whose pages are found by their path; any other is 404. It ends with the test. */
export async function startSite(pages: Readonly<Record<string, Page>>): Promise<LocalServer> {
  const server = await startLocalServer((question, response) => {
    const page = pages[question.url.replace(/\?.*/, '')];
    if (page === undefined) response.writeHead(404).end();
    else page(question, response);
  });
  onTestFinished(() => server.stop());
  return server;
}

/** A page that says this. */
export function says(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Page {
  return (_question, response) => response.writeHead(200, headers).end(body);
}

/** A page that redirects. */
export function redirectsTo(location: string, status = 302, headers: Readonly<Record<string, string>> = {}): Page {
  return (_question, response) => response.writeHead(status, { location, ...headers }).end('moved');
}
