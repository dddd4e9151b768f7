import type { Condition } from '../domain/alert-condition.ts';
import type { AlertRule } from '../domain/alert-rule.ts';
import type { NotifiedReason } from '../domain/notification.ts';
import { StoreUnavailable, storeTroubles } from '../storage/store.ts';

/** A trouble of svcmon itself. */
export interface OwnTrouble {
  readonly rule: Extract<AlertRule, 'monitor_offline' | 'storage'>;
  /** A sentence for people. */
  readonly message: string;
}

const reasons: Record<OwnTrouble['rule'], NotifiedReason> = {
  monitor_offline: 'monitor_offline',
  storage: 'storage_unavailable',
};

/** The trouble as what an alert is made of. */
export function ownConditionOf({ rule, message }: OwnTrouble, nowAt: number): Condition {
  const reason = reasons[rule];
  const severity = 'critical';
  const about = { name: 'svcmon', target: '', reason, severity, message, attempts: 0, checkedAt: nowAt } as const;
  return { rule, holds: true, startedAt: nowAt, severity, about };
}

/** Says why nothing can be stored, without the texts of errors: they may name paths. */
export function storageTrouble(error: unknown): OwnTrouble {
  const why = error instanceof StoreUnavailable ? storeTroubles[error.trouble] : 'a defect of svcmon';
  return { rule: 'storage', message: `results are not being stored: ${why}; checks and alerts go on` };
}
