import type { IncomingMessage } from 'node:http';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { answerClientError } from './client-error.ts';
import { type Problem, problemDocument, problemType } from './problem.ts';
import { mostBodyBytes, readBody } from './read-body.ts';
import type { Answer, ApiParts, Method, Route } from './route.ts';
import { health } from './routes/health.ts';
import { heartbeat, heartbeatOutcome } from './routes/heartbeats.ts';

/** Every route, in the order of the documentation. */
export const routes: readonly Route[] = [health, heartbeat, heartbeatOutcome];

export interface ApiServerParts extends ApiParts {
  /** What every path begins with; empty, or without a slash at its end. */
  readonly basePath: string;
  readonly makeRequestId: () => string;
  /** Told of what was answered with 500. */
  onDefect(error: unknown, requestId: string): void;
}

/** The HTTP server of the monitor. */
export interface ApiServer {
  /** Begins to listen; resolves with where. Rejects as Node does: `EADDRINUSE`, `EACCES`, … */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Takes nothing more and ends what is under way; safe to call twice. */
  close(): Promise<void>;
}

// Whoever drips a request, or holds connections open, is let go.
const limits = {
  requestTimeout: 10_000,
  connectionTimeout: 15_000,
  keepAliveTimeout: 5_000,
  bodyLimit: mostBodyBytes,
  maxRequestsPerSocket: 1_000,
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
  routerOptions: { maxParamLength: 200 },
} as const;
const mostConnections = 512;

/** Puts the server together; it does not listen yet. */
export function createApiServer(parts: ApiServerParts): ApiServer {
  const app = fastify({
    ...limits,
    logger: false,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: parts.makeRequestId,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    // Before a route is found no hook is called.
    frameworkErrors: ({ code }, request, reply) => {
      const problem = code === 'FST_ERR_BAD_URL' ? { status: 400 } : nothingHere;
      void sendProblem(problem, request, reply.headers(headersFor(request)));
    },
  });
  app.server.maxConnections = mostConnections;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) => readBody(payload));
  app.addHook('onRequest', async (request, reply) => void reply.headers(headersFor(request)));
  app.setNotFoundHandler((request, reply) => sendProblem(nothingHere, request, reply));
  app.setErrorHandler((error, request, reply) => sendProblem(problemOf(error, request, parts), request, reply));
  for (const route of routes) addRoute(app, route, parts);
  refuseOtherMethods(app, parts);
  return {
    async listen(address) {
      await app.listen(address);
      const bound = app.server.address();
      return { port: typeof bound === 'object' && bound !== null ? bound.port : address.port };
    },
    close: () => app.close(),
  };
}

const nothingHere: Problem = { status: 404, detail: 'there is nothing here' };

function headersFor({ id }: FastifyRequest) {
  return { 'x-request-id': id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
}

function addRoute(app: FastifyInstance, route: Route, parts: ApiServerParts): void {
  app.route({
    method: [...route.methods],
    url: urlOf(route, parts),
    schema: {
      params: route.params,
      querystring: route.query,
      response: Object.fromEntries(Object.entries(route.answers).map(([status, { body }]) => [status, body])),
    },
    handler: async (request, reply) => {
      const { params, query, body } = request;
      const answer = await route.handle({ params, query, body: typeof body === 'string' ? body : '' }, parts);
      return send(answer, request, reply);
    },
  });
}

function urlOf({ path }: Pick<Route, 'path'>, { basePath }: ApiServerParts): string {
  return `${basePath}/api/v1${path}`;
}

const everyMethod: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A path that is there answers 405 to the methods that no route has for it. */
function refuseOtherMethods(app: FastifyInstance, parts: ApiServerParts): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const allowed = new Set(routes.filter((route) => route.path === path).flatMap(({ methods }) => methods));
    const others = everyMethod.filter((method) => !allowed.has(method));
    if (others.length === 0) continue;
    const problem = { status: 405, headers: { allow: [...allowed].join(', ') } };
    app.route({
      method: others,
      url: urlOf({ path }, parts),
      handler: (request, reply) => sendProblem(problem, request, reply),
    });
  }
}

function send(answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.kind === 'problem') return sendProblem(answer, request, reply);
  const { status, body } = answer;
  const isText = typeof body === 'string';
  return reply
    .status(status)
    .type(isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8')
    .send(body);
}

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .status(problem.status)
    .headers({ ...problem.headers })
    .type(problemType)
    .serializer(JSON.stringify)
    .send(problemDocument(problem, request.id));
}

/** What the caller is told; a defect of ours is told to the log alone. */
function problemOf(error: unknown, request: FastifyRequest, { onDefect }: ApiServerParts): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message = '' }) => {
      return { path: instancePath.replace(/^\//, '').replaceAll('/', '.'), message };
    });
    return { status: 400, detail: 'the request cannot be taken as it is', errors };
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  // The rest of the body is not waited for.
  if (status === 413) return { status, detail: 'the body is larger than 1 MiB', headers: { connection: 'close' } };
  if (status >= 400 && status < 500) return { status };
  onDefect(error, request.id);
  return { status: 500 };
}
