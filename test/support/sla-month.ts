import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import type { Store, StoredResult } from '../../src/storage/store.ts';
import { commitOf } from './many-results.ts';

const minute = 60_000;
const hour = 60 * minute;
const intervalMs = 5 * minute;

/** October 2024 in Berlin, where the clocks are put back on the 27th: 745 hours. Epoch ms. */
const october = { fromAt: Date.UTC(2024, 8, 30, 22), toAt: Date.UTC(2024, 9, 31, 23) };

/** The configuration of the services that were checked then. */
export const octoberConfig = {
  services: [
    {
      name: 'api',
      url: 'https://shop.example/api',
      group: 'shop',
      tags: { team: 'payments' },
      slo: { objective: 99.9, latency: { under: '500ms', objective: 99 } },
    },
    { name: 'web', url: 'https://shop.example/', group: 'shop' },
    { name: 'mail', type: 'tcp', host: 'mail.internal', port: 25, slo: { objective: 99 } },
  ],
  reports: { timezone: 'Europe/Berlin' },
};

const at = (text: string) => Date.parse(`2024-10-${text}Z`);
// From first failure to first success.
const outage = { fromAt: at('14T09:00'), toAt: at('14T10:05') };

/**
 * What was stored of that month. `api`: down for 65 minutes on the 14th, told and acknowledged; one failure on the 3rd that
 * nobody confirmed; nothing known from 10:05 to 12:00 on the 22nd; maintenance announced for the 20th, and another entered
 * while it was down. `web`: always well. `mail`: checked from the 25th on. `old`: left the configuration on the 5th.
 */
export async function fillOctober(store: Store): Promise<void> {
  const before = october.fromAt - hour;
  for (const results of [
    apiResults(),
    healthy('web', { fromAt: before, toAt: october.toAt }, () => 80),
    healthy('mail', { fromAt: at('25T00:00'), toAt: october.toAt }, () => 5),
    healthy('old', { fromAt: before, toAt: at('05T00:00') }, () => 20),
  ]) {
    await store.importResults(results);
  }
  await store.commit(commitOf({ incidents: [incident], timeline: story }));
  const common = { match: { services: ['api'] }, by: 'kim', origin: 'person' } as const;
  const planned = { startsAt: at('20T00:00'), endsAt: at('20T02:00'), createdAt: at('18T12:00') };
  const late = { startsAt: at('14T09:10'), endsAt: at('14T09:40'), createdAt: at('14T09:20') };
  await store.saveMaintenance({ ...common, ...planned, id: 'w1', name: 'database upgrade' });
  await store.saveMaintenance({ ...common, ...late, id: 'w2', name: 'emergency patch, forgot to announce' });
}

function apiResults(): readonly StoredResult[] {
  const slowOnThe9th = (startedAt: number) => (startedAt >= at('09T00:00') && startedAt < at('10T00:00') ? 700 : 120);
  return healthy('api', { fromAt: october.fromAt - hour, toAt: october.toAt }, slowOnThe9th)
    .filter(({ startedAt }) => startedAt < at('22T10:00') || startedAt >= at('22T12:00'))
    .map((result) => {
      const { startedAt } = result;
      const isDown = startedAt >= outage.fromAt && startedAt < outage.toAt;
      if (!isDown && startedAt !== at('03T12:00')) return result;
      const { responseTimeMs: _, ...unanswered } = result;
      return {
        ...unanswered,
        status: 'unhealthy',
        reason: 'timeout',
        durationMs: 10_000,
        message: 'no answer in 10 s',
      };
    });
}

function healthy(
  service: string,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
  responseTimeMs: (at: number) => number,
): readonly StoredResult[] {
  return Array.from({ length: Math.ceil((toAt - fromAt) / intervalMs) }, (_item, index) => {
    const startedAt = fromAt + index * intervalMs;
    const ms = responseTimeMs(startedAt);
    const facts = { durationMs: ms, responseTimeMs: ms, status: 'healthy', reason: 'ok', attempts: 1 } as const;
    return { service, startedAt, intervalMs, ...facts };
  });
}

const confirmedAt = outage.fromAt + 2 * intervalMs;
const incident: Incident = {
  id: '01JA50ZZM40000QWERTYASDFGH',
  service: 'api',
  status: 'unhealthy',
  reason: 'timeout',
  message: 'no answer in 10 s | <b>really</b>',
  startedAt: outage.fromAt,
  confirmedAt,
  levels: [{ status: 'unhealthy', startedAt: outage.fromAt, confirmedAt }],
  recoveredAt: outage.toAt,
  closedAt: outage.toAt + intervalMs,
  closedAs: 'recovered',
  acknowledged: { by: 'kim', at: confirmedAt + 4 * minute },
};

const story: readonly TimelineEntry[] = [
  { incidentId: incident.id, at: confirmedAt + 2_000, kind: 'rejected', text: 'firing to pager: 403' },
  { incidentId: incident.id, at: confirmedAt + 3_000, kind: 'delivered', text: 'firing to ops: 200' },
];
