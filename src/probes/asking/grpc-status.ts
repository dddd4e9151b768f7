import type { FailureReason } from '../../domain/failure.ts';

/** The status of a call (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
export interface GrpcStatus {
  readonly name: GrpcStatusName;
  /** What the server says to it; as a rule empty for OK. */
  readonly message: string;
}

const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export type GrpcStatusName = (typeof names)[number];

/** The status in the trailers of a call; undefined where there is none. A number without a name counts as UNKNOWN. */
export function grpcStatusOf(trailers: Readonly<Record<string, string>>): GrpcStatus | undefined {
  const code = trailers['grpc-status'];
  if (code === undefined || !/^\d{1,9}$/.test(code)) return undefined;
  return { name: names[Number(code)] ?? 'UNKNOWN', message: decoded(trailers['grpc-message'] ?? '') };
}

/** What an HTTP status other than 200 means for a call (https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md). */
export function grpcStatusOfHttp(statusCode: number): GrpcStatusName {
  return byHttpStatus.get(statusCode) ?? 'UNKNOWN';
}

const byHttpStatus: ReadonlyMap<number, GrpcStatusName> = new Map([
  [400, 'INTERNAL'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'UNIMPLEMENTED'],
  [429, 'UNAVAILABLE'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
]);

/** Why a call that ended with this status has no answer. */
export function reasonOfGrpcStatus(name: Exclude<GrpcStatusName, 'OK'>): FailureReason {
  return reasons[name] ?? 'query_failed';
}

const reasons: Readonly<Partial<Record<GrpcStatusName, FailureReason>>> = {
  DEADLINE_EXCEEDED: 'timeout',
  NOT_FOUND: 'service_unknown',
  PERMISSION_DENIED: 'auth_failed',
  UNIMPLEMENTED: 'unimplemented',
  UNAUTHENTICATED: 'auth_failed',
};

/** Messages are percent-encoded UTF-8. */
function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
