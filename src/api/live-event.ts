import type { CheckResult } from '../domain/check-result.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { MonitorEvent } from '../monitor/events.ts';
import { deploymentDocument } from '../reporting/deployment-document.ts';
import { incidentDocument } from '../reporting/incident-document.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { toServiceDocument } from '../reporting/service-document.ts';
import type { LiveEvent } from './event-feed.ts';

/** What is told live of what happened; undefined for what other events tell already. */
export function toLiveEvent(event: MonitorEvent): LiveEvent | undefined {
  switch (event.kind) {
    case 'result':
      return { event: 'result', service: event.result.service, data: resultData(event.result) };
    case 'health_changed': {
      const { service, change, message } = event;
      const { from, to, startedAt } = change;
      const data = {
        service: toPlainLine(service),
        from,
        to,
        since: toInstant(startedAt),
        message: toPlainLine(message),
      };
      return { event: 'health', service, data };
    }
    case 'incident':
      return { event: 'incident', service: event.incident.service, data: incidentDocument(event.incident) };
    case 'deployment':
      return { event: 'deployment', service: event.deployment.service, data: deploymentDocument(event.deployment) };
    case 'delivery': {
      const { channel, outcome, text } = event;
      return { event: 'delivery', data: { channel, outcome, text: toPlainLine(text) } };
    }
    case 'network':
    case 'storage':
      return { event: 'system', data: { of: event.kind, state: event.state } };
    default:
      return undefined;
  }
}

/** Without what makes it large: who wants to see the evidence reads the result. */
function resultData(result: CheckResult) {
  const document = toServiceDocument(result);
  const { name, timestamp, status, reason, error_message, status_code, response_time_ms, duration_ms } = document;
  return {
    service: name,
    ...{ timestamp, status, reason, message: error_message, status_code, response_time_ms, duration_ms },
    attempts: document.attempts.length,
    phases: document.phases,
  };
}
