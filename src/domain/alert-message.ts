import type { OutboxItem } from './alert.ts';
import { type AlertRule, rulesOfServices } from './alert-rule.ts';
import type { Severity } from './check-result.ts';
import { formatDuration } from './duration.ts';
import type { Notification, NotificationState, NotifiedService } from './notification.ts';
import { listNames } from './notification-wording.ts';

/** What a message says beside its alerts. */
export interface MessageContext {
  readonly createdAt: number;
  /** How many services are watched. */
  readonly total: number;
  /** The names of what the channel was told of and that still fires, this message's own apart. */
  readonly stillFiring: readonly string[];
  /** How many messages the channel never got since they had become too many. */
  readonly dropped: number;
}

/** Items of one kind for one channel as one message; at least one item. */
export function toMessage(
  items: readonly [OutboxItem, ...OutboxItem[]],
  state: NotificationState,
  context: MessageContext,
): Notification {
  const alerts = items.map(({ about }) => about);
  const isOther = ({ rule }: NotifiedService) => rule !== 'unhealthy' && rule !== 'slow';
  const sinceLastMessage = sinceThen(context);
  return {
    type: 'service_health',
    state,
    dedupKey: items.length === 1 ? items[0].dedupKey : `${items[0].dedupKey}+${items.length - 1}`,
    itemIds: items.map(({ id }) => id),
    createdAt: context.createdAt,
    severity: loudest(alerts),
    summary: summaryFor(alerts, state, context.total),
    total: context.total,
    unhealthy: alerts.filter(({ rule }) => rule === 'unhealthy'),
    slow: alerts.filter(({ rule }) => rule === 'slow'),
    others: alerts.filter(isOther),
    ...(sinceLastMessage !== undefined && { sinceLastMessage }),
  };
}

function loudest(alerts: readonly NotifiedService[]): Severity {
  if (alerts.some(({ severity }) => severity === 'critical')) return 'critical';
  return alerts.some(({ severity }) => severity === 'warning') ? 'warning' : 'info';
}

const words: Record<AlertRule, string> = {
  unhealthy: 'unhealthy',
  slow: 'slow',
  degraded: 'degraded',
  flapping: 'flapping',
  certificate: 'with an expiring certificate',
  slo_burn: 'with a burning error budget',
  deployment: 'on a bad release',
  monitor_offline: 'svcmon is cut off from its network',
  storage: 'svcmon cannot store its results',
};

function summaryFor(alerts: readonly NotifiedService[], state: NotificationState, total: number): string {
  if (state === 'resolved') return summaryOfEnd(alerts);
  return state === 'acknowledged' ? summaryOfAcknowledgement(alerts) : summaryOf(alerts, state, total);
}

/** `2 unhealthy, 1 slow of 12 services`; what concerns svcmon itself has no number. */
function summaryOf(alerts: readonly NotifiedService[], state: NotificationState, total: number): string {
  const count = (rule: AlertRule) => new Set(alerts.flatMap((alert) => (alert.rule === rule ? [alert.name] : []))).size;
  const own = (['monitor_offline', 'storage'] as const).filter((rule) => count(rule) > 0).map((rule) => words[rule]);
  const counts = rulesOfServices.flatMap((rule) => (count(rule) > 0 ? [`${count(rule)} ${words[rule]}`] : []));
  const still = state === 'reminder' ? 'still ' : '';
  const ofAll = `${counts.join(', ')} of ${total} ${total === 1 ? 'service' : 'services'}`;
  return `${still}${[...own, ...(counts.length > 0 ? [ofAll] : [])].join('; ')}`;
}

/** `checkout was unhealthy for 3 min`, `3 alerts are over: api, search, web`. */
function summaryOfEnd(alerts: readonly NotifiedService[]): string {
  const [first] = alerts;
  if (first === undefined || alerts.length > 1) return `${alerts.length} alerts are over: ${namesOf(alerts)}`;
  const { name, rule = 'unhealthy', sinceAt, endedAt } = first;
  const lasted =
    sinceAt === undefined || endedAt === undefined ? '' : ` for ${formatDuration(Math.max(0, endedAt - sinceAt))}`;
  return `${name} was ${stateWord(rule)}${lasted}`;
}

/** `checkout, unhealthy, is acknowledged by kim`, `3 alerts are acknowledged: api, search, web`. */
function summaryOfAcknowledgement(alerts: readonly NotifiedService[]): string {
  const [first] = alerts;
  if (first === undefined || alerts.length > 1) return `${alerts.length} alerts are acknowledged: ${namesOf(alerts)}`;
  const { name, rule = 'unhealthy', acknowledgedBy: by = 'somebody' } = first;
  return `${name}, ${stateWord(rule)}, is acknowledged by ${by}`;
}

function stateWord(rule: AlertRule): string {
  if (rule === 'deployment') return words.deployment;
  return rule === 'slo_burn' ? 'burning its error budget' : rule.replaceAll('_', ' ');
}

function namesOf(alerts: readonly NotifiedService[]): string {
  return listNames([...new Set(alerts.map(({ name }) => name))]);
}

function sinceThen({ stillFiring, dropped }: MessageContext): string | undefined {
  const parts = [
    ...(stillFiring.length > 0 ? [`${stillFiring.length} still firing: ${listNames(stillFiring)}`] : []),
    ...(dropped > 0 ? [`${dropped} older ${dropped === 1 ? 'message was' : 'messages were'} dropped`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
