import type { FastifyInstance } from 'fastify';
import { methodsOf, urlOf } from './add-route.ts';
import { routes } from './registry.ts';
import { sendProblem } from './respond.ts';
import type { Method } from './route.ts';

const everyMethod: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A path that is there answers 405 to the methods that no route has for it. */
export function refuseOtherMethods(app: FastifyInstance, parts: { readonly basePath: string }): void {
  const byUrl = new Map<string, Set<Method>>();
  for (const route of routes) {
    const url = urlOf(route, parts);
    byUrl.set(url, new Set([...(byUrl.get(url) ?? []), ...methodsOf(route)]));
  }
  for (const [url, allowed] of byUrl) {
    const problem = { status: 405, headers: { allow: [...allowed].join(', ') } };
    const method = everyMethod.filter((other) => !allowed.has(other));
    app.route({ method, url, handler: (request, reply) => sendProblem(problem, request, reply) });
  }
}
