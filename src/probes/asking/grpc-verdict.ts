import type { Complaint } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import type { Observation, PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { GrpcReply } from './grpc-call.ts';
import { type ServingStatus, servingStatusIn } from './grpc-messages.ts';
import { reasonOfGrpcStatus } from './grpc-status.ts';

/** The health that a reply tells. Throws a Failure where the call ended with another status than OK, or the service is not known. */
export function healthIn({ message, status }: GrpcReply, service: string, attempt: Attempt): Observation {
  const details = status === undefined ? {} : { grpc_status: status.name };
  if (status !== undefined && status.name !== 'OK') {
    const said = truncate(toPlainLine(status.message), 300);
    const text = `the server answers ${status.name}${said === '' ? '' : `: ${said}`}`;
    throw new Failure(reasonOfGrpcStatus(status.name), text, { facts: { details } });
  }
  const serving = message && servingStatusIn(message);
  if (serving === undefined) {
    throw new Failure('protocol_error', 'the answer is no message of the health service', { facts: { details } });
  }
  const shown = { serving, ...details };
  if (serving === 'SERVICE_UNKNOWN') {
    throw new Failure('service_unknown', `the server does not know ${nameOf(service)}`, { facts: { details: shown } });
  }
  const { timer, facts } = attempt;
  return {
    type: 'grpc',
    responseTimeMs: timer.totalMs,
    phases: timer.phases,
    summary: serving,
    details: shown,
    complaints: complaintsOf(serving, service),
    ...connectionIn(facts),
  };
}

function connectionIn({ address, port, tls, headers, proof }: PartialObservation): Partial<Observation> {
  return {
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
    ...(tls !== undefined && { tls }),
    ...(headers !== undefined && { headers }),
    ...(proof !== undefined && { proof }),
  };
}

function complaintsOf(serving: Exclude<ServingStatus, 'SERVICE_UNKNOWN'>, service: string): readonly Complaint[] {
  if (serving === 'SERVING') return [];
  const message = `${nameOf(service)} is ${serving}`;
  return serving === 'NOT_SERVING'
    ? [{ status: 'unhealthy', reason: 'not_serving', message }]
    : [{ status: 'unknown', reason: 'reported_unknown', message }];
}

function nameOf(service: string): string {
  return service === '' ? 'the server' : truncate(toPlainLine(service), 100);
}
