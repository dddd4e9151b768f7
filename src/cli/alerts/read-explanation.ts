import { destinationsOf, type Routed } from '../../domain/routes.ts';
import type { ServiceState } from '../../storage/store.ts';
import type { StateConfig } from '../open-state.ts';
import type { StoreReader } from '../stored-state.ts';
import type { WallTime } from '../wall-time.ts';
import { type AlertStory, storiesOf } from './alert-stories.ts';
import { type ChannelView, channelSentences } from './channel-sentences.ts';
import type { ExplainedAlert } from './explanation.ts';

/** Which alerts are to be explained: those of a service, those of an incident, or those that are open or still owed. */
export type ExplainedSubject =
  | { readonly service: string }
  | { readonly incidentId: string }
  | { readonly onlyCurrent: true };

export interface ExplainParts {
  readonly config: Pick<StateConfig, 'services' | 'channels' | 'routes' | 'isWhole'>;
  readonly subject: ExplainedSubject;
  readonly time: WallTime;
}

const mostMessages = 20_000;
const mostDecisions = 20_000;
const mostStories = 10;

/** Reads what became of the telling of these alerts; at most the ten newest, those that are open first. */
export async function readExplanation(
  store: Pick<StoreReader, 'loadStates' | 'outboxHistory' | 'notSent' | 'incident'>,
  { config, subject, time }: ExplainParts,
): Promise<readonly ExplainedAlert[]> {
  const [states, messages, notSent] = await Promise.all([
    store.loadStates(),
    store.outboxHistory({ limit: mostMessages }),
    store.notSent({ limit: mostDecisions }),
  ]);
  const current = [...states.values()];
  const alerts = current.flatMap((state) => state.alerts);
  const channels = current.flatMap((state) => state.channels);
  const stories = storiesOf({ alerts, channels, messages, notSent }).filter(
    isWanted(subject, new Set(alerts.map(({ dedupKey }) => dedupKey))),
  );
  const most = 'onlyCurrent' in subject ? stories.length : mostStories;
  const ended = await Promise.all(stories.slice(0, most).map((story) => withEnd(store, story)));
  return ended.map((story) => explain(story, { config, states, time }));
}

/** Of an alert that is over and that nothing was sent about, only its incident knows until when it lasted. */
async function withEnd(store: Pick<StoreReader, 'incident'>, story: AlertStory): Promise<AlertStory> {
  const { isOpen, endedAt, incidentId } = story;
  if (isOpen || endedAt !== undefined || incidentId === undefined) return story;
  const { recoveredAt, closedAt } = (await store.incident(incidentId))?.incident ?? {};
  const at = recoveredAt ?? closedAt;
  return at === undefined ? story : { ...story, endedAt: at };
}

function isWanted(subject: ExplainedSubject, current: ReadonlySet<string>): (story: AlertStory) => boolean {
  if ('service' in subject) return ({ service }) => service === subject.service;
  if ('incidentId' in subject) return ({ incidentId }) => incidentId === subject.incidentId;
  return ({ dedupKey }) => current.has(dedupKey);
}

interface ExplainContext {
  readonly config: ExplainParts['config'];
  readonly states: ReadonlyMap<string, ServiceState>;
  readonly time: WallTime;
}

/** For every configured channel, and for those that were told before they left the configuration. */
function explain(story: AlertStory, { config, states, time }: ExplainContext): ExplainedAlert {
  const configured = config.channels.map(({ name }) => name);
  const names = new Set([...configured, ...story.messages.map(({ channel }) => channel)]);
  const acknowledgedBy = states.get(story.service ?? '')?.incident?.acknowledged?.by;
  return {
    story,
    channels: [...names].map((name) => {
      const destination = destinationFor(name, story, config);
      const view = {
        name,
        isConfigured: configured.includes(name) || !config.isWhole,
        ...(destination && { destination }),
        ...(acknowledgedBy !== undefined && { acknowledgedBy }),
      };
      return { name, sentences: channelSentences(story, view, time) };
    }),
  };
}

function destinationFor(name: string, story: AlertStory, config: ExplainParts['config']): ChannelView['destination'] {
  if (config.routes === undefined) return 'unknown';
  const routed = routedIn(story, config);
  if (routed === undefined) return config.isWhole ? undefined : 'unknown';
  return destinationsOf(config.routes, routed).find(({ channel }) => channel === name);
}

/** Undefined where the service is not configured. */
function routedIn({ service: name, severity }: AlertStory, { services }: ExplainParts['config']): Routed | undefined {
  if (name === undefined) return { severity };
  const service = services.find((configured) => configured.service.name === name)?.service;
  return service && { service, severity };
}
