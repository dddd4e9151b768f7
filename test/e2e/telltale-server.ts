import { randomUUID } from 'node:crypto';
import { type AskedQuestion, type LocalServer, startLocalServer } from '../support/local-server.ts';
import type { Page } from '../support/local-site.ts';

/** A server that tells everything it was told – in its bodies, its headers, and where it sends people – and hands out tokens. */
export interface TelltaleServer extends LocalServer {
  /** Tokens that did not exist before somebody asked for one. */
  readonly handedOut: readonly string[];
}

/** Starts it on a free port of 127.0.0.1. */
export async function startTelltaleServer(): Promise<TelltaleServer> {
  const handedOut: string[] = [];
  const pages = pagesOf((kind) => {
    const token = `canary-${kind}-${randomUUID()}`;
    handedOut.push(token);
    return token;
  });
  const server = await startLocalServer((question, response) => {
    const [name = ''] = question.url.slice(1).split(/[/?]/);
    (pages[name] ?? echo)(question, response);
  });
  return { ...server, handedOut };
}

const json = { 'content-type': 'application/json' };

function pagesOf(handOut: (kind: string) => string): Readonly<Record<string, Page>> {
  return {
    webhook: ({ url }, response) => response.writeHead(403).end(`no ${url}`),
    away: (question, response) => {
      response.writeHead(302, { location: `ftp://x/?${question.url.split('?')[1]}` }).end(said(question));
    },
    login: (_question, response) => {
      response.writeHead(200, json).end(JSON.stringify({ access_token: handOut('login'), said: said(_question) }));
    },
    token: (_question, response) => {
      response.writeHead(200, json).end(JSON.stringify({ access_token: handOut('oauth2'), token_type: 'bearer' }));
    },
    'no-login': (question, response) => response.writeHead(403, json).end(said(question)),
    'no-token': (question, response) => {
      response.writeHead(401, json).end(JSON.stringify({ error: 'invalid_client', error_description: said(question) }));
    },
    digest: (question, response) => {
      if (question.headers.authorization !== undefined) echo(question, response);
      else response.writeHead(401, { 'www-authenticate': 'Digest realm="shop", nonce="abc", qop="auth"' }).end();
    },
    refuses: (question, response) => response.writeHead(401).end(said(question)),
  };
}

const echo: Page = (question, response) => {
  const text = said(question);
  response.writeHead(500, { 'x-said': encodeURI(text).slice(0, 4_000) }).end(text);
};

function said({ url, headers, body }: AskedQuestion): string {
  return JSON.stringify({ url, headers, body });
}
