import type { StoredResult } from '../../src/storage/store.ts';

/** An incident as it follows from results alone. Instants are epoch ms. */
export interface Episode {
  readonly service: string;
  readonly startedAt: number;
  /** Absent while it goes on. */
  readonly recoveredAt?: number;
}

export interface ReplayPolicy {
  readonly failureCount: number;
  readonly recoveryCount: number;
}

interface Run {
  readonly down: boolean;
  readonly against: readonly number[];
  readonly startedAt: number;
}

/** The incidents that the stored results of all services, oldest first, give cause to; told apart by nothing but healthy and unhealthy. */
export function replay(results: readonly StoredResult[], policy: ReplayPolicy): readonly Episode[] {
  const runs = new Map<string, Run>();
  const episodes: Episode[] = [];
  for (const { service, startedAt, status } of results) {
    if (status === 'unknown') continue;
    const run = runs.get(service) ?? { down: false, against: [], startedAt: 0 };
    const next = step(run, { failed: status === 'unhealthy', at: startedAt }, policy);
    runs.set(service, next);
    if (run.down && !next.down) {
      episodes.push({ service, startedAt: run.startedAt, recoveredAt: next.startedAt });
    }
  }
  const open = [...runs].filter(([, { down }]) => down);
  return [...episodes, ...open.map(([service, { startedAt }]) => ({ service, startedAt }))];
}

function step(
  run: Run,
  { failed, at }: { readonly failed: boolean; readonly at: number },
  { failureCount, recoveryCount }: ReplayPolicy,
): Run {
  if (failed === run.down) return { ...run, against: [] };
  const against = [...run.against, at];
  const needed = run.down ? recoveryCount : failureCount;
  return against.length < needed ? { ...run, against } : { down: failed, against: [], startedAt: against[0] ?? at };
}
