import { toPlainLine } from '../../domain/plain-text.ts';
import type { ServiceHistoryDocument, SlotDocument } from '../../reporting/history-schema.ts';
import { toInstant } from '../../reporting/machine-values.ts';
import {
  availabilityDocument,
  figuresDocument,
  latencyDocument,
  secondsOf,
} from '../../reporting/sla/figures-document.ts';
import type { ServiceHistory, Slot } from './service-history.ts';

/** The past of a service as plain data. */
export function historyDocument({ service, spans, slots }: ServiceHistory): ServiceHistoryDocument {
  return {
    name: toPlainLine(service.name),
    spans: spans.map((span) => ({
      name: span.name,
      from: toInstant(span.fromAt),
      to: toInstant(span.toAt),
      ...figuresDocument(span),
    })),
    slots: slots.map(slotDocument),
  };
}

function slotDocument({ fromAt, toAt, state, durations, availability, latency }: Slot): SlotDocument {
  const { under_share: _, ...times } = latencyDocument(latency);
  return {
    from: toInstant(fromAt),
    to: toInstant(toAt),
    state,
    ...availabilityDocument(availability),
    down_seconds: secondsOf(durations.down),
    degraded_seconds: secondsOf(durations.degraded),
    unknown_seconds: secondsOf(durations.unknown),
    ...times,
  };
}
