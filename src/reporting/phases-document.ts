import type { Phases } from '../domain/observation.ts';
import type { ServiceDocument } from './check-report-schema.ts';
import { msOrNull } from './machine-values.ts';

/** How long each phase of an answer took, ms; null for one that it did not have. */
export function phasesDocument({
  dns,
  connect,
  tls,
  send,
  wait,
  receive,
}: Phases): NonNullable<ServiceDocument['phases']> {
  return {
    dns_ms: msOrNull(dns),
    connect_ms: msOrNull(connect),
    tls_ms: msOrNull(tls),
    send_ms: msOrNull(send),
    wait_ms: msOrNull(wait),
    receive_ms: msOrNull(receive),
  };
}
