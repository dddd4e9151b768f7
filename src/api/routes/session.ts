import { z } from 'zod';
import { toInstant } from '../../reporting/machine-values.ts';
import { sessionCookie } from '../access/session-cookie.ts';
import type { Person } from '../access/sessions.ts';
import { noContent, ok } from '../answer.ts';
import type { ApiParts } from '../parts.ts';
import { loginSchema, sessionSchema } from '../resources/session.ts';
import { type ApiRequest, type Caller, defineRoute } from '../route.ts';

const nothing = z.object({});
const tag = 'access';

/** Who the caller is. */
export const session = defineRoute({
  operationId: 'getSession',
  tag,
  methods: ['GET'],
  path: '/session',
  summary: 'Who the caller is, and what they may do.',
  scope: 'none',
  params: nothing,
  query: nothing,
  answers: { 200: { means: 'as the request shows', body: sessionSchema } },
  handle: async ({ by }, parts) => ok(sessionDocument(by, parts)),
});

/** Begins a browser's session. */
export const logIn = defineRoute({
  operationId: 'logIn',
  tag,
  methods: ['POST'],
  path: '/session',
  summary: 'Begins a session with a token, or with the code of the link that svcmon printed.',
  description: 'The session is a cookie that scripts cannot read and other sites cannot send. It lasts seven days.',
  scope: 'none',
  audited: true,
  params: nothing,
  query: nothing,
  body: loginSchema,
  answers: { 200: { means: 'the cookie is set', body: sessionSchema } },

  async handle(request, parts) {
    const { sessions } = parts;
    if (!sessions.mayTry(request.client)) {
      return { kind: 'problem', status: 429, detail: 'too many tries: wait', headers: { 'retry-after': '12' } };
    }
    const { body } = request;
    const person = 'token' in body ? await sessions.byToken(body.token) : sessions.byCode(body.code);
    if (person === undefined)
      return { kind: 'problem', status: 401, detail: 'that lets nobody in', headers: challenge };
    return begin(person, request, parts);
  },
});

/** Ends a browser's session. */
export const logOut = defineRoute({
  operationId: 'logOut',
  tag,
  methods: ['DELETE'],
  path: '/session',
  summary: 'Ends the session.',
  scope: 'none',
  audited: true,
  params: nothing,
  query: nothing,
  answers: { 204: { means: 'there is no session any more' } },

  async handle({ by, secure }, { sessions, basePath }) {
    if (by.kind === 'session' && by.tokenId !== undefined) await sessions.end(by.tokenId);
    return { ...noContent(), headers: { 'set-cookie': sessionCookie('', { basePath, secure, maxAgeMs: 0 }) } };
  },
});

const challenge = { 'www-authenticate': 'Bearer realm="svcmon"' };

async function begin(person: Person, { secure }: Pick<ApiRequest<unknown, unknown>, 'secure'>, parts: ApiParts) {
  const { cookie, maxAgeMs, token } = await parts.sessions.begin(person);
  const { name, scope, id: tokenId, expiresAt } = token;
  const by: Caller = { kind: 'session', name, scope, tokenId, ...(expiresAt !== undefined && { expiresAt }) };
  const { basePath } = parts;
  const headers = { 'set-cookie': sessionCookie(cookie, { basePath, secure, maxAgeMs }) };
  return { ...ok(sessionDocument(by, parts), headers), actor: name };
}

function sessionDocument({ name, scope, kind, expiresAt }: Caller, { readOnly, oidc }: ApiParts) {
  const expires = expiresAt === undefined ? null : toInstant(expiresAt);
  return { name, scope, kind, expires, read_only: readOnly, login: { token: true, oidc: oidc !== undefined } };
}
