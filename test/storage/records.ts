import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../src/domain/alert.ts';
import type { Deployment } from '../../src/domain/deployment.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { NotifiedService } from '../../src/domain/notification.ts';
import type { MaintenanceWindow, Silence } from '../../src/domain/silence.ts';

/** The instant that records are made at: 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12);

/** What a message says of a service, as short as can be. */
const about: NotifiedService = {
  name: 'api',
  target: 'https://api.example/',
  reason: 'timeout',
  severity: 'critical',
  message: 'no complete answer within 10 s',
  attempts: 1,
  checkedAt: noon,
};

/** A healthy service, unless told otherwise. */
export function health(facts: Partial<Health> = {}): Health {
  return { status: 'healthy', sinceAt: noon, against: [], recent: 'HH', flapping: false, lastResultAt: noon, ...facts };
}

/** An open incident of api, unless told otherwise. */
export function incident(facts: Partial<Incident> = {}): Incident {
  return {
    id: 'i-1',
    service: 'api',
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no complete answer within 10 s',
    startedAt: noon,
    confirmedAt: noon + 120_000,
    ...facts,
  };
}

/** An alert of api that fires, unless told otherwise. */
export function alert(facts: Partial<Alert> = {}): Alert {
  return {
    dedupKey: 'unhealthy/api/1',
    rule: 'unhealthy',
    severity: 'critical',
    service: 'api',
    incidentId: 'i-1',
    startedAt: noon,
    about,
    ...facts,
  };
}

/** How the channel ops stands with that alert. */
export function channelState(facts: Partial<ChannelAlertState> = {}): ChannelAlertState {
  return { dedupKey: 'unhealthy/api/1', channel: 'ops', state: 'firing_pending', ...facts };
}

/** A message to the channel ops that waits to be sent, unless told otherwise. */
export function outboxItem(facts: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: 'o-1',
    channel: 'ops',
    kind: 'firing',
    dedupKey: 'unhealthy/api/1',
    incidentId: 'i-1',
    about,
    createdAt: noon,
    notBeforeAt: noon,
    attempts: 0,
    state: 'pending',
    ...facts,
  };
}

/** A decision not to send, about every channel. */
export function notSent(facts: Partial<NotSent> = {}): NotSent {
  return {
    at: noon,
    dedupKey: 'unhealthy/api/1',
    incidentId: 'i-1',
    service: 'api',
    reason: 'silenced',
    text: 'silenced by kim until 14:00',
    ...facts,
  };
}

/** A silence of two hours, unless told otherwise. */
export function silence(facts: Partial<Silence> = {}): Silence {
  return {
    id: 's-1',
    match: { services: ['api'] },
    startsAt: noon,
    endsAt: noon + 7_200_000,
    by: 'kim',
    comment: 'known',
    createdAt: noon,
    ...facts,
  };
}

/** A window of an hour, unless told otherwise. */
export function maintenanceWindow(facts: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  return {
    id: 'm-1',
    name: 'patching',
    match: { group: 'shop' },
    startsAt: noon,
    endsAt: noon + 3_600_000,
    createdAt: noon - 86_400_000,
    by: 'kim',
    origin: 'person',
    ...facts,
  };
}

/** A deployment of checkout that was just told, unless told otherwise. */
export function deployment(facts: Partial<Deployment> = {}): Deployment {
  return {
    id: 'd-1',
    service: 'checkout',
    version: '2.3.1',
    environment: 'production',
    bakeTimeMs: 600_000,
    status: 'pending',
    createdAt: noon,
    ...facts,
  };
}
