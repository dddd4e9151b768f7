import type { Kysely } from 'kysely';
import type { Alert, ChannelAlertState } from '../domain/alert.ts';
import type { Health } from '../domain/health.ts';
import type { Incident } from '../domain/incident.ts';
import { readOpenAlerts } from './alerts.ts';
import { readOpenIncidents } from './incidents.ts';
import type { Database } from './schema.ts';
import type { ServiceState } from './store.ts';

/** The states of all services ever seen, by name; troubles of svcmon itself under the empty name. To be called within a transaction. */
export async function readStates(db: Kysely<Database>): Promise<ReadonlyMap<string, ServiceState>> {
  const rows = await db
    .selectFrom('service')
    .leftJoin('health', 'health.service_id', 'service.id')
    .select(['service.name', 'service.paused_at', 'health.document'])
    .execute();
  const incidents = new Map((await readOpenIncidents(db)).map((incident) => [incident.service, incident]));
  const alerts = await alertsByService(db);
  const own = alerts.get('');
  const states = new Map<string, ServiceState>(own === undefined ? [] : [['', { ...own, paused: false }]]);
  for (const { name, paused_at, document } of rows) {
    states.set(name, toState({ document, incident: incidents.get(name), alerts: alerts.get(name), paused_at }));
  }
  return states;
}

interface StateParts {
  readonly document: string | null;
  readonly incident: Incident | undefined;
  readonly alerts: OpenAlerts | undefined;
  readonly paused_at: number | null;
}

function toState({ document, incident, alerts, paused_at }: StateParts): ServiceState {
  const health: Health | undefined = document === null ? undefined : JSON.parse(document);
  return {
    ...(health !== undefined && { health }),
    ...(incident !== undefined && { incident }),
    alerts: alerts?.alerts ?? [],
    channels: alerts?.channels ?? [],
    paused: paused_at !== null,
  };
}

type OpenAlerts = Pick<ServiceState, 'alerts' | 'channels'>;

async function alertsByService(db: Kysely<Database>): Promise<ReadonlyMap<string, OpenAlerts>> {
  const { alerts, channels } = await readOpenAlerts(db);
  const channelsByKey = groupBy(channels, ({ dedupKey }) => dedupKey);
  const byService = groupBy(alerts, ({ service }) => service ?? '');
  return new Map(
    [...byService].map(([service, all]: [string, readonly Alert[]]) => {
      const states = all.flatMap(({ dedupKey }): readonly ChannelAlertState[] => channelsByKey.get(dedupKey) ?? []);
      return [service, { alerts: all, channels: states }];
    }),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
