import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { loginStateIn, sessionIn } from './access/session-cookie.ts';
import type { ApiParts } from './parts.ts';
import { send, sendProblem } from './respond.ts';
import type { Answer, ApiRequest, Caller, Method, Route } from './route.ts';
import { type RawRequest, validate } from './validate.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is called; absent where nothing is. */
    route?: Route;
  }
  interface FastifyRequest {
    /** Who asks; null before that was found out. */
    caller: Caller | null;
  }
}

export interface RouteParts extends ApiParts {
  /** Writes down who did what; resolves whether or not it could be. */
  record(answer: Answer, request: FastifyRequest, route: Route): Promise<void>;
}

/** Adds one route with everything that its value says. */
export function addRoute(app: FastifyInstance, route: Route, parts: RouteParts): void {
  app.route({
    method: methodsOf(route),
    url: urlOf(route, parts),
    config: { route, ...(route.tag === 'heartbeats' && { rateLimit: false }) },
    schema: { response: responsesOf(route) },
    handler: async (request, reply) => {
      const validated = validate(route, request);
      if (!validated.ok) return sendProblem(validated.problem, request, reply);
      const answer = await route.handle(requestOf(validated.value, request, reply), parts);
      if (isAudited(route, request.method)) await parts.record(answer, request, route);
      return send(located(answer, parts), request, reply);
    },
  });
}

/** Where a thing is, as whoever asked can go there. */
function located(answer: Answer, { basePath }: RouteParts): Answer {
  if (answer.kind !== 'answer' || answer.status !== 201) return answer;
  const { location = '' } = answer.headers ?? {};
  return { ...answer, headers: { ...answer.headers, location: `${basePath}/api/v1${location}` } };
}

/** Its methods with HEAD where there is GET. */
export function methodsOf({ methods }: Pick<Route, 'methods'>): Method[] {
  return [...new Set(methods.flatMap((method): Method[] => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/** Its path with what every path begins with. */
export function urlOf({ path, below = 'api' }: Pick<Route, 'path' | 'below'>, base: { readonly basePath: string }) {
  return below === 'api' ? `${base.basePath}/api/v1${path}` : `${base.basePath}${path}`;
}

function responsesOf({ answers }: Route) {
  const json = Object.entries(answers).flatMap(([status, { body }]) => (body === undefined ? [] : [[status, body]]));
  return Object.fromEntries(json);
}

function isAudited({ audited, scope }: Route, method: string): boolean {
  return audited ?? (scope !== 'none' && method !== 'GET' && method !== 'HEAD');
}

const nobody: Caller = { name: 'anonymous', scope: 'none', kind: 'anonymous' };

function requestOf(
  raw: RawRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): ApiRequest<unknown, unknown, unknown> {
  const { id, caller, ip } = request;
  return {
    ...raw,
    ...{ id, client: ip },
    by: caller ?? nobody,
    secure: request.protocol === 'https',
    loginState: loginStateIn(request.headers.cookie),
    header: (name) => [request.headers[name] ?? []].flat().join(', ') || undefined,
    get signal() {
      return signalOf(reply);
    },
  };
}

function signalOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** How a request approaches the gate. */
export function approachOf(request: FastifyRequest) {
  const { method, headers, ip } = request;
  return {
    ...{ method, client: ip },
    host: headers.host ?? '',
    origin: headers.origin,
    authorization: headers.authorization,
    session: sessionIn(headers.cookie),
    forwarded: ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined),
  };
}
