/** Reasons that the answer itself gives for not being healthy. */
export const complaintReasons = {
  reported_degraded: 'the service itself reports a warning',
  reported_unhealthy: 'the service itself reports a failure',
  reported_unknown: 'the service itself cannot tell how it is',
  not_serving: 'the server is there, but the service says it is not serving',
  packet_loss: 'some echo requests were not answered',
  ping_missed: 'a service that calls us did not do so within its period, or by its schedule, and grace',
  run_overdue: 'a run that was told to begin has not ended within its longest duration',
  rate_limited: 'the server asks to be asked less often, or not until later',
} as const;

export type ComplaintReason = keyof typeof complaintReasons;

/** What an answer itself says is wrong, e.g. a gRPC health service that answers NOT_SERVING. */
export interface Complaint {
  readonly status: 'degraded' | 'unhealthy' | 'unknown';
  readonly reason: ComplaintReason | 'unexpected_status' | 'assertion_failed' | 'body_too_large';
  /** A sentence for people. */
  readonly message: string;
}
