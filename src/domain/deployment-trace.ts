import { type Deployment, releaseName } from './deployment.ts';
import { formatDuration } from './duration.ts';
import type { Incident, TimelineEntry } from './incident.ts';

/**
 * For the story of an incident that begins: the last release, within its bake time before, of its service and of each that
 * this one depends on.
 */
export function releasesBefore(
  { id, service, startedAt }: Pick<Incident, 'id' | 'service' | 'startedAt'>,
  {
    deployments,
    dependsOn = [],
  }: { readonly deployments: readonly Deployment[]; readonly dependsOn?: readonly string[] },
): readonly TimelineEntry[] {
  const isRecent = ({ createdAt, bakeTimeMs }: Deployment) =>
    createdAt <= startedAt && startedAt <= createdAt + bakeTimeMs;
  const recent = deployments.filter(isRecent).toSorted((a, b) => b.createdAt - a.createdAt);
  return [service, ...dependsOn].flatMap((name) => {
    const last = recent.find((deployment) => deployment.service === name);
    if (last === undefined) return [];
    const text = `began ${formatDuration(startedAt - last.createdAt)} after ${releaseName(last)} was deployed`;
    return [{ incidentId: id, at: startedAt, kind: 'deployed' as const, text }];
  });
}
