import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown } from './etag.ts';
import { type Problem, problemDocument, problemType } from './problem.ts';
import type { Answer } from './route.ts';

/** What every answer has, whatever it is. */
export function commonHeaders({ id }: Pick<FastifyRequest, 'id'>): Readonly<Record<string, string>> {
  return {
    'x-request-id': id,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  };
}

/** Sends what a route answers; nothing but the head to who has it already. */
export function send(answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.kind === 'problem') return sendProblem(answer, request, reply);
  const { status, headers = {} } = answer;
  reply.status(status).headers({ ...headers });
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const { etag } = headers;
  if (isRead && typeof etag === 'string' && isKnown(request.headers['if-none-match'], etag)) {
    return reply.status(304).send();
  }
  if (answer.kind === 'text') return reply.type(answer.type).send(answer.text);
  return answer.body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(answer.body);
}

/** Sends what is wrong. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .status(problem.status)
    .headers({ ...problem.headers })
    .type(problemType)
    .serializer(JSON.stringify)
    .send(problemDocument(problem, request.id));
}
