import type { Alert } from './alert.ts';
import type { Condition } from './alert-condition.ts';
import type { NotifiedService } from './notification.ts';

/** The alerts that changed: opened, come to say something new, or ended (with `resolvedAt`). */
export interface AlertTransition {
  readonly open: readonly Alert[];
  readonly ended: readonly Alert[];
}

export interface AlertSubject {
  readonly service?: string;
  readonly incidentId?: string;
}

/** Folds what is known about every rule into the open alerts of one service, or of svcmon itself. */
export function reduceAlerts(
  alerts: readonly Alert[],
  conditions: readonly Condition[],
  subject: AlertSubject,
): AlertTransition {
  const open: Alert[] = [];
  const ended: Alert[] = [];
  for (const condition of conditions) {
    const known = alerts.find(({ rule, part }) => rule === condition.rule && part === condition.part);
    if (condition.holds) {
      const next = known === undefined ? begin(condition, subject) : goOn(known, condition);
      if (next !== known) open.push(next);
    } else if (known !== undefined) {
      const { endedAt, message } = condition;
      ended.push(endAlert(known, { endedAt, ended: 'recovered', ...(message !== undefined && { message }) }));
    }
  }
  return { open, ended };
}

type Holding = Extract<Condition, { holds: true }>;

function begin(
  { rule, part, startedAt, severity, about, stage }: Holding,
  { service, incidentId }: AlertSubject,
): Alert {
  const kind = part === undefined ? rule : `${rule}_${part}`;
  const dedupKey = `${kind}/${service ?? 'svcmon'}/${new Date(startedAt).toISOString()}`;
  return {
    dedupKey,
    rule,
    severity,
    startedAt,
    about: { ...about, rule, dedupKey, sinceAt: startedAt },
    ...(part !== undefined && { part }),
    ...(service !== undefined && { service }),
    ...(incidentId !== undefined && { incidentId }),
    ...(stage !== undefined && { stage }),
  };
}

/** The same alert where there is nothing new to say. A stage once reached is not left for an earlier one: each is told once. */
function goOn(alert: Alert, { about, stage }: Holding): Alert {
  const { rule, dedupKey, startedAt } = alert;
  const reached = stage === undefined ? alert.stage : Math.min(stage, alert.stage ?? stage);
  const news = about.message !== alert.about.message || about.reason !== alert.about.reason || reached !== alert.stage;
  if (!news) return alert;
  return {
    ...alert,
    about: { ...about, rule, dedupKey, sinceAt: startedAt },
    ...(reached !== undefined && { stage: reached }),
  };
}

/** How an alert ends: `message` is said instead of what was said last. */
export type AlertEnding = Required<Pick<NotifiedService, 'endedAt' | 'ended'>> &
  Partial<Pick<NotifiedService, 'message'>>;

/** The alert at its end: what it was about, and until when. */
export function endAlert(alert: Alert, ending: AlertEnding): Alert {
  const { held: _, ...rest } = alert;
  return { ...rest, resolvedAt: ending.endedAt, about: { ...alert.about, ...ending } };
}
