import { toPlainLine } from '../../domain/plain-text.ts';
import type { WallTime } from '../wall-time.ts';
import { budgetRemark } from './slo-remark.ts';
import type { StoredStanding } from './standing.ts';

/** What there is to say of a service beside its status, in plain words, the most telling first; empty when all is well. */
export function remarksOn(standing: StoredStanding, time: WallTime): readonly string[] {
  const { incident, silence, maintenance, paused, health, slo } = standing;
  const budget = slo && budgetRemark(slo);
  return [
    ...cause(standing),
    ...(health?.slow?.holds ? ['slower than response_time_critical'] : []),
    ...(budget === undefined ? [] : [budget]),
    ...(incident?.acknowledged ? [`acknowledged by ${toPlainLine(incident.acknowledged.by)}`] : []),
    ...(silence ? [`silenced by ${toPlainLine(silence.by)} until ${time.at(silence.endsAt)}`] : []),
    ...(maintenance ? [`maintenance "${toPlainLine(maintenance.name)}" until ${time.at(maintenance.endsAt)}`] : []),
    ...(paused ? ['paused'] : []),
  ];
}

/** Why it is not healthy: what the last result that was not shows, or what its incident is about. */
function cause({ status, stale, health, results, incident }: StoredStanding): readonly string[] {
  if (stale) return health && health.status !== 'unknown' ? [`it was ${health.status}`] : [];
  if (status === 'healthy') return [];
  const message = results.at(-1)?.message ?? incident?.message ?? results.findLast((result) => result.message)?.message;
  return message === undefined ? [] : [toPlainLine(message)];
}
