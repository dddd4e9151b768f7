import type { AlertRule } from './alert-rule.ts';
import { formatDuration } from './duration.ts';
import type { Notification, NotificationState, NotifiedService } from './notification.ts';
import { toPlainLine, truncate } from './plain-text.ts';

const titles: Record<NotificationState, string> = {
  firing: 'Service Health Alert',
  reminder: 'Service Health Reminder',
  acknowledged: 'Service Health Acknowledged',
  resolved: 'Service Health Resolved',
};

/** The first line of a message, for every channel: `Service Health Alert: 2 unhealthy, 1 slow of 12 services`. */
export function subjectLine({ type, state, summary }: Notification): string {
  return `${type === 'sla_report' ? 'SLA Report' : titles[state]}: ${summary}`;
}

/** The sign that a first line begins with, where the destination shows such. */
export function signOf({ type, state }: Pick<Notification, 'type' | 'state'>): string {
  if (type === 'sla_report') return '📊';
  return state === 'resolved' ? '✅' : '🚨';
}

/** What stands above the services of `others`. */
export function othersTitle({ type }: Pick<Notification, 'type'>): string {
  return type === 'sla_report' ? 'Services' : 'Other Alerts';
}

const maxNamePoints = 120;
const maxMessagePoints = 300;
const maxEvidencePoints = 120;

/** One service on one line, whatever its texts hold: `checkout: expected status 200, got 503 · 3 attempts · for 4 min · answer: db down`. */
export function serviceLine(service: NotifiedService, nowAt: number): string {
  const { name, attempts, evidence, acknowledgedBy, affects = [] } = service;
  return [
    `${line(name, maxNamePoints)}: ${line(whatHappened(service), maxMessagePoints)}`,
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...age(service, nowAt),
    ...(evidence === undefined ? [] : [`answer: ${line(evidence, maxEvidencePoints)}`]),
    ...(acknowledgedBy === undefined ? [] : [`acknowledged by ${line(acknowledgedBy, maxNamePoints)}`]),
    ...(affects.length === 0 ? [] : [`affects ${line(listNames(affects), maxEvidencePoints)}`]),
    ...advice(service),
  ].join(' · ');
}

const troubles: Record<AlertRule, string> = {
  unhealthy: 'down',
  slow: 'slow',
  degraded: 'degraded',
  flapping: 'flapping',
  certificate: 'about to lose its certificate',
  slo_burn: 'burning its error budget',
  deployment: 'on a bad release',
  monitor_offline: 'cut off from its network',
  storage: 'unable to store its results',
};

/** What to do about it, where svcmon knows. */
function advice({ reason, release, endedAt }: NotifiedService): readonly string[] {
  if (release === undefined || endedAt !== undefined) return [];
  if (reason === 'rollback_not_told') return ['roll it back by hand'];
  return [`to take it back: svcmon deploy rollback ${line(release.deployment, maxNamePoints)}`];
}

/** What is wrong; or, at the end, what was and for how long: `was down for 3 min: connection refused`. */
function whatHappened({ message, rule = 'unhealthy', sinceAt, endedAt, ended }: NotifiedService): string {
  if (endedAt === undefined) return message;
  const lasted = sinceAt === undefined ? '' : ` for ${formatDuration(Math.max(0, endedAt - sinceAt))}`;
  const removed = ended === 'removed' ? 'removed from the configuration, ' : '';
  return `${removed}was ${troubles[rule]}${lasted}: ${message}`;
}

function age({ sinceAt, endedAt, firstMention }: NotifiedService, nowAt: number): readonly string[] {
  if (endedAt !== undefined) return firstMention ? ['not told before'] : [];
  return sinceAt === undefined ? [] : [`for ${formatDuration(Math.max(0, nowAt - sinceAt))}`];
}

const mostNames = 5;

/** `api, search and 3 more`. */
export function listNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}

function line(text: string, maxPoints: number): string {
  return truncate(toPlainLine(text), maxPoints);
}

/** The lines that fit, and `and 180 more` for the others; at least that, so it may be longer than a tiny `maxLength`. */
export function fitLines(
  lines: readonly string[],
  { maxLines, maxLength }: { readonly maxLines: number; readonly maxLength: number },
): readonly string[] {
  let length = 0;
  let fitting = 0;
  for (const text of lines.slice(0, maxLines)) {
    length += text.length + 1;
    if (length > maxLength) break;
    fitting += 1;
  }
  const left = lines.length - fitting;
  return left === 0 ? lines : [...lines.slice(0, fitting), `and ${left} more`];
}
