import { z } from 'zod';
import type { ApiParts, ApiPing } from '../parts.ts';
import { type Answer, type ApiRequest, defineRoute } from '../route.ts';

const query = z.object({
  rid: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'expected 1 to 64 letters, digits, ".", "_" and "-"' })
    .optional()
    .describe('The id of the run, where runs overlap.'),
});
const token = z.string().min(1).describe('The token of the service.');
const body = z.string().optional();
const answers = { 200: { means: 'the ping is stored', texts: ['text/plain'], example: 'ok' } };
const exitCode = /^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/;
const expected = 'expected "start", "fail" or an exit code from 0 to 255';
const methods = ['GET', 'POST'] as const;
const description = 'The token is all that it takes: whoever has it can call in the name of the service.';

/** Takes the ping of a service that has done what it should. */
export const heartbeat = defineRoute({
  operationId: 'ping',
  tag: 'heartbeats',
  scope: 'none',
  description,
  body,
  bodyKind: 'text',
  methods,
  path: '/heartbeats/:token',
  summary: 'A service tells that it has done what it should; a body is kept as evidence.',
  params: z.object({ token }),
  query,
  answers,
  handle: (request, parts) => take({ kind: 'success' }, request, parts),
});

/** Takes the ping of a service that tells how it fares. */
export const heartbeatOutcome = defineRoute({
  operationId: 'pingOutcome',
  tag: 'heartbeats',
  scope: 'none',
  description,
  body,
  bodyKind: 'text',
  methods,
  path: '/heartbeats/:token/:outcome',
  summary: 'A service tells that a run begins, has failed, or has ended with an exit code.',
  params: z.object({
    token,
    outcome: z
      .union([z.literal(['start', 'fail']), z.string().regex(exitCode, { error: expected })], {
        error: expected,
      })
      .describe('`start`, `fail` or the exit code, 0 to 255.'),
  }),
  query,
  answers,
  handle: (request, parts) => take(pingOf(request.params.outcome), request, parts),
});

function pingOf(outcome: string): Pick<ApiPing, 'kind' | 'exitCode'> {
  if (outcome === 'start' || outcome === 'fail') return { kind: outcome };
  const exitCode = Number(outcome);
  return { kind: exitCode === 0 ? 'success' : 'fail', exitCode };
}

async function take(
  told: Pick<ApiPing, 'kind' | 'exitCode'>,
  {
    params,
    query: { rid },
    body = '',
  }: ApiRequest<{ readonly token: string }, z.output<typeof query>, string | undefined>,
  { heartbeats }: ApiParts,
): Promise<Answer> {
  const more = { ...(rid !== undefined && { runId: rid }), ...(body !== '' && { message: body }) };
  const outcome = await heartbeats.ping(params.token, { ...told, ...more });
  switch (outcome) {
    case 'accepted':
      return { kind: 'text', status: 200, type: 'text/plain; charset=utf-8', text: 'ok' };
    case 'too_many':
      return { kind: 'problem', status: 429, detail: 'this service calls too often', headers: { 'retry-after': '1' } };
    case 'unknown':
      return { kind: 'problem', status: 404, detail: 'there is nothing here' };
  }
}
