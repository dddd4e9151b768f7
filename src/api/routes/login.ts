import { z } from 'zod';
import { loginCookie, sessionCookie } from '../access/session-cookie.ts';
import { notFound } from '../answer.ts';
import { type Answer, type ApiRequest, defineRoute } from '../route.ts';

const tag = 'access';
const nothing = z.object({});
// One slash: with two it would be another host, and browsers take a backslash for one.
const ownPage = /^\/(?![/\\])[^\\\p{Cc}]*$/u;
const shownInPages = 'Who asks for a page is led to the dashboard where it fails, which says so.';
const elsewhere = { 302: { means: 'the browser goes on there' } };

/** Sends a browser to the OpenID provider. */
export const beginLogin = defineRoute({
  operationId: 'beginLogin',
  tag,
  methods: ['GET'],
  path: '/login',
  below: 'base',
  summary: 'Sends a browser to the OpenID provider of the configuration.',
  description: shownInPages,
  scope: 'none',
  params: nothing,
  query: z.object({
    to: z
      .string()
      .max(2_000)
      .regex(ownPage, { error: 'expected a path of the dashboard, such as /incidents' })
      .default('/')
      .describe('the page of the dashboard to come back to, below the base path'),
  }),
  answers: elsewhere,

  async handle(request, { oidc, basePath, sessions }): Promise<Answer> {
    if (oidc === undefined) return notFound('server.oidc is not configured');
    const { client, secure } = request;
    const to = ownPageOf(request.query.to);
    const told = (problem: Refusal, why: string) => toldIn(request, problem, `${basePath}${withOutcome(to, why)}`);
    if (!sessions.mayTry(client)) return told(tooOften, 'too-often');
    try {
      const { url, state } = await oidc.begin(to);
      return goTo(url, [loginCookie(state, { basePath, secure, maxAgeMs: 600_000 })]);
    } catch {
      return told(unreachable, 'unreachable');
    }
  },
});

/** Where the OpenID provider sends a browser back to. */
export const finishLogin = defineRoute({
  operationId: 'finishLogin',
  tag,
  methods: ['GET'],
  path: '/login/callback',
  below: 'base',
  summary: 'Begins the session of a browser that comes back from the OpenID provider.',
  description: shownInPages,
  scope: 'none',
  audited: true,
  params: nothing,
  query: z.record(z.string(), z.string()),
  answers: elsewhere,

  async handle(request, { oidc, basePath, sessions }): Promise<Answer> {
    if (oidc === undefined) return notFound('server.oidc is not configured');
    const { query, loginState, secure } = request;
    const to = oidc.returnTo(loginState) ?? '/';
    const refusal = toldIn(request, refused, `${basePath}${withOutcome(to, 'refused')}`);
    try {
      const person = await oidc.finish({ query: new URLSearchParams(query), state: loginState });
      if (person === undefined) return refusal;
      const { cookie, maxAgeMs } = await sessions.begin(person);
      const answer = goTo(`${basePath}${to}`, [
        sessionCookie(cookie, { basePath, secure, maxAgeMs }),
        loginCookie('', { basePath, secure, maxAgeMs: 0 }),
      ]);
      return { ...answer, actor: person.name };
    } catch {
      return refusal;
    }
  },
});

type Refusal = Extract<Answer, { readonly kind: 'problem' }>;

const tooOften: Refusal = {
  kind: 'problem',
  status: 429,
  detail: 'too many tries: wait',
  headers: { 'retry-after': '12' },
};
const unreachable: Refusal = {
  kind: 'problem',
  status: 502,
  detail: 'the OpenID provider does not answer as it should',
};
const refused: Refusal = { kind: 'problem', status: 403, detail: 'this login lets nobody in' };

/** A browser shows its reader a page, everybody else gets the problem. */
function toldIn({ header }: Pick<ApiRequest<unknown, unknown>, 'header'>, problem: Refusal, page: string): Refusal {
  return header('accept')?.includes('text/html') ? { ...problem, status: 302, headers: { location: page } } : problem;
}

/** As a URL has it, in which going up may have left two slashes. */
function ownPageOf(to: string): string {
  const { pathname, search } = new URL(to, 'http://localhost');
  return pathname.replace(/^\/+/, '/') + search;
}

function withOutcome(to: string, outcome: string): string {
  return `${to}${to.includes('?') ? '&' : '?'}login=${outcome}`;
}

function goTo(location: string, cookies: readonly string[]) {
  return { kind: 'answer' as const, status: 302, headers: { location, 'set-cookie': [...cookies] } };
}
