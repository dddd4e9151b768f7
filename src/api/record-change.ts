import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from '../domain/access.ts';
import type { Answer, Route } from './route.ts';

export interface AuditParts {
  /** Epoch ms. */
  readonly now: () => number;
  addAudit(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  onDefect(error: unknown, requestId: string): void;
}

interface Recorded {
  readonly request: FastifyRequest;
  readonly route: Route;
  readonly parts: AuditParts;
}

/** Writes down who changed what; only what was done is a change. Never rejects. */
export async function recordChange(answer: Answer, { request, route, parts }: Recorded): Promise<void> {
  if (answer.kind === 'problem') return;
  const actor = 'actor' in answer ? answer.actor : undefined;
  const { location = '' } = answer.headers ?? {};
  const made = answer.status === 201 ? (String(location).split('/').at(-1) ?? '') : '';
  const target = Object.values(request.params ?? {}).join('/') || decodeURIComponent(made);
  try {
    await parts.addAudit({
      at: parts.now(),
      by: actor ?? request.caller?.name ?? 'anonymous',
      client: request.ip,
      action: route.operationId,
      target,
      status: answer.status,
      requestId: request.id,
    });
  } catch (error) {
    parts.onDefect(error, request.id);
  }
}
