import type { IncidentDetailResource, IncidentResource } from '../src/api/resources/incident.ts';
import type { OverviewResource } from '../src/api/resources/overview.ts';
import type { Api } from './api.ts';
import type { Stage } from './stage.ts';

const expectedVerdicts: Readonly<Record<string, string>> = {
  'shop-api': 'healthy',
  'back-office': 'healthy',
  'orders-db': 'healthy',
  search: 'degraded',
  storefront: 'degraded',
  payments: 'unhealthy',
  'legacy-report': 'unhealthy',
};

/** Everything that the demo is to show, as far as it was seen. */
export interface Seen {
  overview?: OverviewResource;
  /** Of the checkout, which was healthy before. */
  incident?: IncidentDetailResource;
  /** The message about it as the chat received it. */
  message?: readonly string[];
}

export interface ProofParts {
  readonly api: Api;
  readonly stage: Stage;
  /** Called once every verdict is the right one. */
  onVerdicts(): void;
}

/**
 * Follows svcmon by its events until every verdict is the expected one; then breaks the checkout, and goes on until there is
 * an incident of it whose alert has arrived. Rejects when the API's signal aborts or svcmon ends; `seen` holds what there was.
 */
export async function prove(seen: Seen, { api, stage, onVerdicts }: ProofParts): Promise<void> {
  let areRight = false;
  for await (const _ of api.events()) {
    if (!areRight) {
      seen.overview = await api.get<OverviewResource>('/overview');
      areRight = wrongVerdicts(seen).length === 0;
      if (!areRight) continue;
      onVerdicts();
      stage.services.breakCheckout();
    }
    await lookForIncident(seen, api, stage);
    if (missing(seen).length === 0) return;
  }
  throw new Error('svcmon ended its events');
}

async function lookForIncident(seen: Seen, api: Api, { chat }: Stage): Promise<void> {
  const { items } = await api.get<{ items: readonly IncidentResource[] }>('/incidents?service=checkout&open=true');
  const [incident] = items;
  if (incident === undefined) return;
  seen.incident = await api.get<IncidentDetailResource>(`/incidents/${incident.id}`);
  const message = chat.messages.find((lines) => lines.some((line) => line.includes('checkout')));
  if (message !== undefined) seen.message = message;
}

/** What was not seen yet, a sentence each; nothing once everything was. */
export function missing(seen: Seen): readonly string[] {
  const wrong = wrongVerdicts(seen);
  if (wrong.length > 0) return wrong;
  if (seen.incident === undefined) return ['no incident of checkout was confirmed'];
  return ['team-chat', 'directory']
    .filter((channel) => !isTold(seen, channel))
    .map((channel) => `the channel ${channel} was not told of checkout`);
}

function isTold({ incident, message }: Seen, channel: string): boolean {
  if (channel === 'team-chat' && message === undefined) return false;
  return incident?.messages.some((each) => each.channel === channel && each.state === 'delivered') ?? false;
}

function wrongVerdicts({ overview }: Seen): readonly string[] {
  const verdicts = new Map(overview?.services.map(({ name, status }) => [name, status]));
  return Object.entries(expectedVerdicts).flatMap(([name, expected]) => {
    const verdict = verdicts.get(name) ?? 'no verdict';
    return verdict === expected ? [] : [`${name}: expected ${expected}, got ${verdict}`];
  });
}
