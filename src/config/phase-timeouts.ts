import { durationToConfig } from '../domain/duration.ts';
import type { DataPath } from './data-path.ts';
import type { Finding } from './finding.ts';
import type { Problem } from './problem.ts';
import type { ReadService } from './read-service.ts';
import { isRecord } from './record.ts';
import { problemsIn } from './section.ts';

/** Warns of limits of single phases that the deadline of the whole attempt comes before. */
export function phaseTimeoutWarnings(services: readonly ReadService[]): readonly Problem[] {
  return services.flatMap(({ service, section, probeOptions }) => {
    return problemsIn(section, idleLimits(probeOptions, service.timeoutMs));
  });
}

function idleLimits({ timeouts, steps }: Readonly<Record<string, unknown>>, timeoutMs: number): readonly Finding[] {
  const ofSteps = Array.isArray(steps) ? steps : [];
  return [
    ...idleIn(timeouts, ['timeouts'], timeoutMs),
    ...ofSteps.flatMap((step, at) => idleIn(step?.timeouts, ['steps', at, 'timeouts'], timeoutMs)),
  ];
}

function idleIn(timeouts: unknown, path: DataPath, timeoutMs: number): readonly Finding[] {
  if (!isRecord(timeouts)) return [];
  return Object.entries(timeouts).flatMap(([phase, limitMs]) => {
    if (typeof limitMs !== 'number' || limitMs <= timeoutMs) return [];
    const message = `${durationToConfig(limitMs)} never pass: the whole attempt ends after its timeout of ${durationToConfig(timeoutMs)}`;
    return [{ path: [...path, phase], message, hint: 'shorten it, or lengthen timeout' }];
  });
}
