import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../domain/alert.ts';
import type { Severity } from '../../domain/check-result.ts';
import { groupBy } from '../../domain/group-by.ts';

/** Everything stored about the telling of one alert. */
export interface AlertStory {
  readonly dedupKey: string;
  /** One of the alert rules; by the key where nothing else is left of it. */
  readonly rule: string;
  readonly severity: Severity;
  /** Absent for a trouble of svcmon itself. */
  readonly service?: string;
  readonly incidentId?: string;
  /** Epoch ms; absent where it is not known any more. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly isOpen: boolean;
  /** Oldest first. */
  readonly messages: readonly OutboxItem[];
  /** Oldest first. */
  readonly notSent: readonly NotSent[];
  readonly channels: readonly ChannelAlertState[];
}

/** What stories are put together from. */
export interface StoryParts {
  /** Those that are not resolved, or still owed to somebody. */
  readonly alerts: readonly Alert[];
  readonly channels: readonly ChannelAlertState[];
  readonly messages: readonly OutboxItem[];
  readonly notSent: readonly NotSent[];
}

/** One story for each alert: those that are open first, then the newest first. */
export function storiesOf({ alerts, channels, messages, notSent }: StoryParts): readonly AlertStory[] {
  const told = messages.filter(({ kind }) => kind !== 'test').toSorted((a, b) => a.createdAt - b.createdAt);
  const messagesByKey = groupBy(told, ({ dedupKey }) => dedupKey);
  const notSentByKey = groupBy(
    notSent.toSorted((a, b) => a.at - b.at),
    ({ dedupKey }) => dedupKey,
  );
  const channelsByKey = groupBy(channels, ({ dedupKey }) => dedupKey);
  const alertsByKey = new Map(alerts.map((alert) => [alert.dedupKey, alert]));
  const keys = new Set([...alertsByKey.keys(), ...messagesByKey.keys(), ...notSentByKey.keys()]);
  const stories = [...keys].map((dedupKey) => {
    const parts = { messages: messagesByKey.get(dedupKey) ?? [], notSent: notSentByKey.get(dedupKey) ?? [] };
    const facts = factsOf(alertsByKey.get(dedupKey), parts);
    return { dedupKey, ...facts, ...parts, channels: channelsByKey.get(dedupKey) ?? [] };
  });
  return stories.toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || (b.startedAt ?? 0) - (a.startedAt ?? 0));
}

type Facts = Pick<AlertStory, 'rule' | 'severity' | 'service' | 'incidentId' | 'startedAt' | 'endedAt' | 'isOpen'>;

function factsOf(alert: Alert | undefined, { messages, notSent }: Pick<AlertStory, 'messages' | 'notSent'>): Facts {
  if (alert !== undefined) {
    const { rule, severity, service, incidentId, startedAt, resolvedAt } = alert;
    return withoutUndefined(
      { rule, severity, service, incidentId, startedAt, endedAt: resolvedAt },
      resolvedAt === undefined,
    );
  }
  const about = messages.at(-1)?.about;
  const [decision] = notSent;
  const key = keyParts(messages[0]?.dedupKey ?? decision?.dedupKey ?? '');
  return withoutUndefined(
    {
      rule: about?.rule ?? key.rule,
      severity: about?.severity ?? 'critical',
      service: key.service === 'svcmon' && about?.target === '' ? undefined : key.service,
      incidentId: messages[0]?.incidentId ?? decision?.incidentId,
      startedAt: key.startedAt,
      endedAt: about?.endedAt,
    },
    false,
  );
}

const keyForm = /^([a-z_]+)\/(.*)\/(\d{4}-[\d-]+T[\d:.]+Z)$/s;

/** The parts of a key such as `unhealthy/checkout/2026-11-21T19:36:00.250Z`: what is left of an alert that nothing was sent about. */
function keyParts(dedupKey: string): { readonly rule: string; readonly service?: string; readonly startedAt?: number } {
  const [, rule, service, instant] = keyForm.exec(dedupKey) ?? [];
  if (rule === undefined || service === undefined || instant === undefined) return { rule: dedupKey };
  return { rule, service, startedAt: Date.parse(instant) };
}

type Known = {
  readonly [Key in keyof Omit<Facts, 'isOpen'>]-?: Key extends 'rule' | 'severity'
    ? Facts[Key]
    : Facts[Key] | undefined;
};

function withoutUndefined({ rule, severity, service, incidentId, startedAt, endedAt }: Known, isOpen: boolean): Facts {
  return {
    rule,
    severity,
    isOpen,
    ...(service !== undefined && { service }),
    ...(incidentId !== undefined && { incidentId }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}
