import { z } from 'zod';
import { loginCookie, sessionCookie } from '../access/session-cookie.ts';
import { notFound } from '../answer.ts';
import { type Answer, defineRoute } from '../route.ts';

const tag = 'access';
const nothing = z.object({});
const elsewhere = { 302: { means: 'the browser goes on there' } };

/** Sends a browser to the OpenID provider. */
export const beginLogin = defineRoute({
  operationId: 'beginLogin',
  tag,
  methods: ['GET'],
  path: '/login',
  below: 'base',
  summary: 'Sends a browser to the OpenID provider of the configuration.',
  scope: 'none',
  params: nothing,
  query: nothing,
  answers: elsewhere,

  async handle({ client, secure }, { oidc, basePath, sessions }): Promise<Answer> {
    if (oidc === undefined) return notFound('server.oidc is not configured');
    if (!sessions.mayTry(client)) return tooOften;
    try {
      const { url, state } = await oidc.begin();
      return goTo(url, [loginCookie(state, { basePath, secure, maxAgeMs: 600_000 })]);
    } catch {
      return unreachable;
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
  scope: 'none',
  audited: true,
  params: nothing,
  query: z.record(z.string(), z.string()),
  answers: elsewhere,

  async handle({ query, loginState, secure }, { oidc, basePath, sessions }): Promise<Answer> {
    if (oidc === undefined) return notFound('server.oidc is not configured');
    try {
      const person = await oidc.finish({ query: new URLSearchParams(query), state: loginState });
      if (person === undefined) return refused;
      const { cookie, maxAgeMs } = await sessions.begin(person);
      const answer = goTo(`${basePath}/`, [
        sessionCookie(cookie, { basePath, secure, maxAgeMs }),
        loginCookie('', { basePath, secure, maxAgeMs: 0 }),
      ]);
      return { ...answer, actor: person.name };
    } catch {
      return refused;
    }
  },
});

const tooOften: Answer = {
  kind: 'problem',
  status: 429,
  detail: 'too many tries: wait',
  headers: { 'retry-after': '12' },
};
const unreachable: Answer = {
  kind: 'problem',
  status: 502,
  detail: 'the OpenID provider does not answer as it should',
};
const refused: Answer = { kind: 'problem', status: 403, detail: 'this login lets nobody in' };

function goTo(location: string, cookies: readonly string[]) {
  return { kind: 'answer' as const, status: 302, headers: { location, 'set-cookie': [...cookies] } };
}
