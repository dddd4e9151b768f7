import type { IncomingMessage } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyRateLimit from '@fastify/rate-limit';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { longestName } from '../config/service-schema.ts';
import type { Gate } from './access/gate.ts';
import { type AccessEntry, accessEntry } from './access-entry.ts';
import { addRoute, approachOf, type RouteParts } from './add-route.ts';
import type { Assets } from './assets.ts';
import { answerClientError } from './client-error.ts';
import { followConnections } from './connections.ts';
import { addDocs } from './docs.ts';
import { refuseOtherMethods } from './other-methods.ts';
import type { ApiParts } from './parts.ts';
import type { Problem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { mostBodyBytes, readJson, readText } from './read-body.ts';
import { type AuditParts, recordChange } from './record-change.ts';
import { routes } from './registry.ts';
import { commonHeaders, sendProblem } from './respond.ts';

export interface ApiServerParts extends ApiParts, AuditParts {
  readonly gate: Gate;
  /** The dashboard; absent where it was not built. */
  readonly assets?: Assets;
  /** Web sites whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  /** Proxies in front whose headers are believed. */
  readonly trustProxy: false | readonly string[];
  /** Of one client address. */
  readonly rateLimit: { readonly maxRequests: number; readonly timeWindowMs: number };
  readonly makeRequestId: () => string;
  /** Told of every request once it is answered. */
  onAccess(entry: AccessEntry): void;
  /** Told of what was answered with 500. */
  onDefect(error: unknown, requestId: string): void;
}

/** The HTTP server of the monitor. */
export interface ApiServer {
  /** Begins to listen; resolves with where. Rejects as Node does: `EADDRINUSE`, `EACCES`, … */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Takes nothing more, ends streams and whatever is idle, and resolves when what is under way is answered; safe to call twice. */
  close(): Promise<void>;
  /** Cuts what has not ended by itself. */
  cut(): void;
}

// Whoever drips a request, or holds connections open, is let go. A check that is waited for takes up to 30 s.
const limits = {
  requestTimeout: 10_000,
  connectionTimeout: 45_000,
  keepAliveTimeout: 5_000,
  bodyLimit: mostBodyBytes,
  maxRequestsPerSocket: 1_000,
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
  // As encoded: a code unit is three bytes at most, and a byte three characters.
  routerOptions: { maxParamLength: longestName * 9 },
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
    trustProxy: parts.trustProxy === false ? false : [...parts.trustProxy],
    clientErrorHandler: answerClientError,
    // Before a route is found no hook is called.
    frameworkErrors: ({ code }, request, reply) => {
      const problem = code === 'FST_ERR_BAD_URL' ? { status: 400 } : nothingHere;
      void sendProblem(problem, request, reply.headers(commonHeaders(request)));
    },
  });
  app.server.maxConnections = mostConnections;
  app.setSerializerCompiler(serializerCompiler);
  takeBodies(app);
  guard(app, parts);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem === undefined) parts.onDefect(error, request.id);
    return sendProblem(problem ?? { status: 500 }, request, reply);
  });
  app.addHook('onResponse', async (request, reply) => parts.onAccess(accessEntry(request, reply)));
  const connections = followConnections(app.server);
  app.addHook('preClose', async () => {
    parts.events.close();
    connections.drain();
  });
  addEverything(app, parts);
  return {
    async listen(address) {
      // What it is given it changes.
      await app.listen({ ...address });
      const bound = app.server.address();
      return { port: typeof bound === 'object' && bound !== null ? bound.port : address.port };
    },
    close: () => app.close(),
    cut: () => app.server.closeAllConnections(),
  };
}

const nothingHere: Problem = { status: 404, detail: 'there is nothing here' };

function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', ({ routeOptions, headers }: FastifyRequest, payload: IncomingMessage) => {
    const isText = routeOptions.config.route?.bodyKind === 'text';
    return isText ? readText(payload) : readJson(payload, headers['content-type']);
  });
}

/** Before anything of a request is read, it is found out who asks and whether they may. */
function guard(app: FastifyInstance, { gate, corsOrigins }: ApiServerParts): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders(request));
    const { method, headers, routeOptions } = request;
    if (headers.origin !== undefined && corsOrigins.includes(headers.origin)) {
      reply.headers({ ...corsHeaders, 'access-control-allow-origin': headers.origin });
      if (method === 'OPTIONS') return reply.status(204).send();
    }
    const found = await gate(approachOf(request), routeOptions.config.route ?? { scope: 'none' });
    if ('status' in found) return sendProblem(found, request, reply);
    request.caller = found;
    return undefined;
  });
}

// Without credentials: a page of another site shows a token of its own.
const corsHeaders = {
  vary: 'origin',
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, if-match, if-none-match, last-event-id',
  'access-control-expose-headers': 'etag, location, retry-after, x-request-id',
  'access-control-max-age': '600',
  'cross-origin-resource-policy': 'cross-origin',
};

/** Plugins first: they see the routes that come after them. */
function addEverything(app: FastifyInstance, parts: ApiServerParts): void {
  const { maxRequests: max, timeWindowMs: timeWindow } = parts.rateLimit;
  void app.register(fastifyRateLimit, { max, timeWindow });
  void app.register(fastifyCompress, { encodings: ['gzip', 'identity'], threshold: 1_024, globalDecompression: false });
  void app.register((scope, _options, done) => {
    scope.setNotFoundHandler({ preHandler: scope.rateLimit() }, (request, reply) => sendAsset(request, reply, parts));
    const routeParts: RouteParts = {
      ...parts,
      record: (answer, request, route) => recordChange(answer, { request, route, parts }),
    };
    for (const route of routes) addRoute(scope, route, routeParts);
    refuseOtherMethods(scope, parts);
    addDocs(scope, parts);
    done();
  });
}

/** Everything that no route has may be a part of the dashboard. */
function sendAsset(request: FastifyRequest, reply: FastifyReply, { assets, basePath }: ApiServerParts): FastifyReply {
  const { method, url, headers } = request;
  const [path = ''] = url.split('?');
  const isRead = method === 'GET' || method === 'HEAD';
  const found =
    isRead && path.startsWith(`${basePath}/`)
      ? assets?.find({
          path: path.slice(basePath.length),
          encodings: String(headers['accept-encoding'] ?? ''),
          known: headers['if-none-match'],
        })
      : undefined;
  if (found === undefined) return sendProblem(nothingHere, request, reply);
  return reply.status(found.status).headers(found.headers).send(found.body);
}
