import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../src/domain/alert.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import type { NotifiedService } from '../../src/domain/notification.ts';
import type { Commit } from '../../src/storage/store.ts';
import { attempt, checkResult, foundResult, observation } from './check-result.ts';
import { commitOf } from './many-results.ts';

const minute = 60_000;

/** The ids of the incidents of a stored story: the open one of checkout, and the one of search that is over. */
export const storyIds = { checkout: '01KAH3Y2M40000QWERTYASDFGH', search: '01KAGZZZM40000QWERTYASDFGH' } as const;

/**
 * What a monitor has stored by `nowAt`, of services checked every minute: `checkout` is down for ten minutes, told to ops,
 * waiting for oncall, refused by pager; `search` was down an hour ago, silenced at first; `orders-db` is well.
 */
export function storedStory(nowAt: number): readonly Commit[] {
  const downAt = nowAt - 10 * minute;
  const results = Array.from({ length: 25 }, (_, back) => nowAt - 4_000 - (24 - back) * minute).flatMap((at) => [
    at < downAt ? healthyAt('checkout', at, 41) : failedAt(at),
    healthyAt('search', at, 180 + (at % 7) * 10),
    healthyAt('orders-db', at, 3),
  ]);
  return [
    commitOf({ results, health: healths(nowAt, downAt) }),
    commitOf(checkoutIncident(downAt, nowAt)),
    commitOf(searchIncident(nowAt - 70 * minute)),
  ];
}

function healthyAt(service: string, startedAt: number, responseTimeMs: number): CheckResult {
  return checkResult({
    service,
    startedAt,
    attempts: [attempt({ startedAt })],
    observation: observation({ responseTimeMs }),
  });
}

const refused = 'expected status 200, got 503 Service Unavailable';

function failedAt(startedAt: number): CheckResult {
  return foundResult(
    { status: 'unhealthy', reason: 'unexpected_status', message: refused },
    {
      service: 'checkout',
      target: 'https://shop.example/checkout',
      runbook: 'https://wiki.example/checkout',
      startedAt,
      attempts: [attempt({ startedAt, statusCode: 503 })],
      observation: observation({ statusCode: 503, responseTimeMs: 120 }),
      evidence: { body: '{"db":"down",\n "since":"10 min"}' },
    },
  );
}

function healths(nowAt: number, downAt: number): Commit['health'] {
  const well: Health = {
    status: 'healthy',
    sinceAt: nowAt - 86_400_000,
    against: [],
    recent: 'H'.repeat(20),
    flapping: false,
    lastResultAt: nowAt - 4_000,
  };
  const down: Health = { ...well, status: 'unhealthy', sinceAt: downAt, recent: 'HHHHHHHHHHUUUUUUUUUU' };
  return [
    { service: 'checkout', health: down },
    { service: 'search', health: well },
    { service: 'orders-db', health: well },
  ];
}

function aboutOf(name: string, dedupKey: string, sinceAt: number): NotifiedService {
  return {
    name,
    target: `https://shop.example/${name}`,
    reason: 'unexpected_status',
    severity: 'critical',
    message: refused,
    attempts: 1,
    checkedAt: sinceAt,
    sinceAt,
    rule: 'unhealthy',
    dedupKey,
  };
}

function checkoutIncident(downAt: number, nowAt: number): Partial<Commit> {
  const confirmedAt = downAt + 2 * minute;
  const id = storyIds.checkout;
  const dedupKey = `unhealthy/checkout/${new Date(downAt).toISOString()}`;
  const about = aboutOf('checkout', dedupKey, downAt);
  const incident: Incident = {
    id,
    service: 'checkout',
    status: 'unhealthy',
    reason: 'unexpected_status',
    message: refused,
    startedAt: downAt,
    confirmedAt,
  };
  const entry = (at: number, kind: TimelineEntry['kind'], text: string): TimelineEntry => ({
    incidentId: id,
    at,
    kind,
    text,
  });
  const item = (channel: string, changes: Partial<OutboxItem>): OutboxItem => ({
    id: `01KAH3Z0000000000000${channel.toUpperCase()}`,
    channel,
    kind: 'firing',
    dedupKey,
    incidentId: id,
    about,
    createdAt: confirmedAt,
    notBeforeAt: confirmedAt + 10_000,
    attempts: 1,
    state: 'pending',
    ...changes,
  });
  const alert: Alert = {
    dedupKey,
    rule: 'unhealthy',
    severity: 'critical',
    service: 'checkout',
    incidentId: id,
    startedAt: downAt,
    about,
  };
  const state = (channel: string, changes: Partial<ChannelAlertState>): ChannelAlertState => ({
    dedupKey,
    channel,
    state: 'firing',
    ...changes,
  });
  const told = confirmedAt + 10_200;
  return {
    incidents: [incident],
    alerts: [alert],
    channels: [
      state('ops', { lastToldAt: told }),
      state('oncall', { state: 'firing_pending' }),
      state('pager', { state: 'rejected' }),
    ],
    outbox: [
      item('ops', { state: 'delivered', settledAt: told }),
      item('oncall', { attempts: 3, lastError: 'answered 503', notBeforeAt: nowAt + 30_000 }),
      item('pager', { state: 'rejected', settledAt: told, lastError: 'answered 404 no_service' }),
    ],
    timeline: [
      entry(downAt, 'first_failure', 'checkout began to fail'),
      entry(confirmedAt, 'confirmed', `confirmed unhealthy: ${refused}`),
      entry(confirmedAt, 'firing', 'unhealthy: to ops, oncall, pager'),
      entry(told, 'delivered', 'firing to ops: answered 200'),
      entry(told, 'rejected', 'firing to pager: answered 404 no_service'),
    ],
  };
}

function searchIncident(downAt: number): Partial<Commit> {
  const id = storyIds.search;
  const dedupKey = `unhealthy/search/${new Date(downAt).toISOString()}`;
  const recoveredAt = downAt + 4 * minute;
  const about = { ...aboutOf('search', dedupKey, downAt), endedAt: recoveredAt, ended: 'recovered' as const };
  const incident: Incident = {
    id,
    service: 'search',
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no complete answer within 10 s',
    startedAt: downAt,
    confirmedAt: downAt + minute,
    recoveredAt,
    closedAt: recoveredAt + minute,
    closedAs: 'recovered',
  };
  const notSent: NotSent = {
    at: downAt + minute,
    dedupKey,
    incidentId: id,
    service: 'search',
    reason: 'silenced',
    text: 'suppressed: silenced by kim until 2026-11-21T22:00:00.000Z',
  };
  return {
    incidents: [incident],
    alerts: [
      {
        dedupKey,
        rule: 'unhealthy',
        severity: 'critical',
        service: 'search',
        incidentId: id,
        startedAt: downAt,
        resolvedAt: recoveredAt,
        about,
      },
    ],
    notSent: [notSent],
    timeline: [
      { incidentId: id, at: downAt, kind: 'first_failure', text: 'search began to fail' },
      {
        incidentId: id,
        at: downAt + minute,
        kind: 'confirmed',
        text: 'confirmed unhealthy: no complete answer within 10 s',
      },
      { incidentId: id, at: downAt + minute, kind: 'not_sent', text: `unhealthy: ${notSent.text}` },
      { incidentId: id, at: recoveredAt, kind: 'recovered', text: 'first healthy result, after 4 min' },
      { incidentId: id, at: recoveredAt + minute, kind: 'closed', text: 'the recovery is confirmed' },
    ],
  };
}
