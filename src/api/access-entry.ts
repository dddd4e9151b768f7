import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request as it is logged: nothing of what it held. */
export interface AccessEntry {
  readonly method: string;
  /** The path with the names of what varies in it; `none` where nothing is. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Of the body that was answered, as far as that is known. */
  readonly bytes: number;
  readonly client: string;
  readonly by: string;
  readonly requestId: string;
  /** Whether it changed something, or was refused. */
  readonly isNotable: boolean;
}

const refused = new Set([401, 403, 429]);

/** What is told of a request that was answered. */
export function accessEntry(request: FastifyRequest, reply: FastifyReply): AccessEntry {
  const { method, routeOptions, ip, caller, id } = request;
  const { statusCode: status } = reply;
  const isChange = method !== 'GET' && method !== 'HEAD' && (routeOptions.config.route?.scope ?? 'none') !== 'none';
  const length = Number(reply.getHeader('content-length'));
  return {
    method,
    route: routeOptions.url ?? 'none',
    status,
    durationMs: reply.elapsedTime,
    bytes: Number.isFinite(length) ? length : 0,
    client: ip,
    by: caller?.name ?? 'anonymous',
    requestId: id,
    isNotable: isChange || refused.has(status) || status >= 500,
  };
}
