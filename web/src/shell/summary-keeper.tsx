import { useEffect } from 'preact/hooks';
import type { List, Service, Status } from '../api/types.ts';
import type { LiveEvent } from '../state/live.ts';
import { useResource } from '../state/resource.ts';
import { summary } from '../state/summary.ts';
import { tellRead } from '../state/trust.ts';

const isConcerned = ({ kind }: LiveEvent) => kind === 'health';

/** Keeps what the tab shows on pages that do not read the overview: three numbers instead of all services. */
export function SummaryKeeper() {
  const unhealthy = useTotal('unhealthy');
  const degraded = useTotal('degraded');
  const unknown = useTotal('unknown');
  useEffect(() => {
    if (unhealthy === undefined || degraded === undefined || unknown === undefined) return;
    const health: Status =
      unhealthy > 0 ? 'unhealthy' : degraded > 0 ? 'degraded' : unknown > 0 ? 'unknown' : 'healthy';
    summary.set({ health, unhealthy, sentence: summary.get()?.sentence ?? '' });
  }, [unhealthy, degraded, unknown]);
  return null;
}

function useTotal(status: Status): number | undefined {
  const { data, readAt } = useResource<List<Service>>(`/services?status=${status}&limit=1`, { isConcerned });
  useEffect(() => {
    if (readAt !== undefined) tellRead(readAt);
  }, [readAt]);
  return data?.total;
}
