import type { CheckResult } from '../domain/check-result.ts';
import type { Check } from './check.ts';
import type { MissedSlots } from './scheduler.ts';

const why: Record<MissedSlots['why'], string> = {
  overrun: 'the check before was still going on',
  late: 'every worker was busy',
  asleep: 'the machine or svcmon stood still',
};

/** What stands in the history for slots without a look: one `unknown` result. `startedAt` is that of no other result of the service. */
export function missedResult({ service, probe }: Check, slots: MissedSlots, startedAt: number): CheckResult {
  const count = slots.count === 1 ? '1 check was missed' : `${slots.count} checks were missed`;
  const verdict = {
    status: 'unknown',
    reason: 'missed_window',
    severity: 'info',
    message: `${count}: ${why[slots.why]}`,
  } as const;
  return {
    service: service.name,
    tags: service.tags,
    type: probe.type,
    target: probe.target,
    startedAt,
    intervalMs: service.intervalMs,
    durationMs: 0,
    ...verdict,
    findings: [verdict],
    attempts: [],
    maxAttempts: 0,
    assertions: [],
    ...(service.group !== undefined && { group: service.group }),
    ...(service.runbook !== undefined && { runbook: service.runbook }),
  };
}
