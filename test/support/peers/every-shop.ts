import { type KeyObject, randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';
import { type LocalServer, startLocalServer } from '../local-server.ts';
import type { Page } from '../local-site.ts';

/** A shop: pages for everybody, a login that hands out tokens, pages for those who have one, and orders for those who sign theirs. */
export interface Shop extends LocalServer {
  /** The tokens that were handed out. */
  readonly tokens: ReadonlySet<string>;
}

export interface ShopRules {
  readonly username: string;
  readonly password: string;
  /** Verifies the tokens that the orders are asked for with, which are signed as ES256 says. */
  readonly orderKey: KeyObject;
}

/** Starts it on a free port of 127.0.0.1; a cart is open to who has the token and the cookie of the same login, until they log out. */
export async function startShop({ orderKey, ...login }: ShopRules): Promise<Shop> {
  const tokens = new Set<string>();
  const open = new Set<string>();
  const pages: Readonly<Record<string, Page>> = {
    ...publicPages,
    '/login': loginPage(login, (token) => {
      tokens.add(token);
      open.add(token);
    }),
    ...privatePages(login.username, open),
    '/orders': async ({ headers }, response) => {
      const rules = { algorithms: ['ES256'], issuer: 'svcmon', audience: 'orders', requiredClaims: ['iat', 'exp'] };
      await jwtVerify(bearerOf(headers) ?? '', orderKey, rules).then(
        ({ payload: { scope } }) => sayJson(response, 200, { open: 3, scope }),
        () => sayJson(response, 401, { error: 'not let in' }),
      );
    },
  };
  const server = await startLocalServer((question, response) => {
    const page = pages[question.url.replace(/\?.*/, '')];
    if (page === undefined) response.writeHead(404).end();
    else page(question, response);
  });
  return { ...server, tokens };
}

const publicPages: Readonly<Record<string, Page>> = {
  '/health': (_question, response) => {
    const checks = { 'orders:queued': [{ status: 'pass', observedValue: 12 }] };
    const report = JSON.stringify({ status: 'pass', version: '4.2.0', checks });
    response.writeHead(200, { 'content-type': 'application/health+json' }).end(report);
  },
  '/catalog': (_question, response) => {
    const page = '<!doctype html><title>Shop</title><h1>Catalog</h1><ul><li>Shoes</li><li>Hats</li></ul>';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  },
};

function loginPage({ username, password }: Omit<ShopRules, 'orderKey'>, handOut: (token: string) => void): Page {
  return ({ method, body }, response) => {
    const said = JSON.parse(body);
    if (method !== 'POST' || said.username !== username || said.password !== password) {
      return void sayJson(response, 403, { error: 'not let in', said });
    }
    const token = randomUUID();
    handOut(token);
    response.setHeader('set-cookie', `sid=${token}; Path=/; HttpOnly`);
    sayJson(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 600 });
  };
}

function privatePages(user: string, open: Set<string>): Readonly<Record<string, Page>> {
  const guarded = (page: (response: Parameters<Page>[1], token: string) => void, needsCookie: boolean): Page => {
    return ({ headers }, response) => {
      const token = bearerOf(headers) ?? '';
      const isLetIn = open.has(token) && (!needsCookie || headers.cookie === `sid=${token}`);
      if (isLetIn) page(response, token);
      else sayJson(response, 401, { error: 'not let in', said: headers });
    };
  };
  return {
    '/account': guarded((response) => sayJson(response, 200, { user, locked: false }), false),
    '/cart': guarded((response) => sayJson(response, 200, { items: ['shoes', 'hat'], total: 29.5 }), true),
    '/logout': guarded((response, token) => {
      open.delete(token);
      response.writeHead(204).end();
    }, true),
  };
}

function bearerOf({ authorization = '' }: { readonly authorization?: string | undefined }): string | undefined {
  return /^Bearer (.+)$/.exec(authorization)?.[1];
}

function sayJson(response: Parameters<Page>[1], status: number, data: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
}
