import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Overview, ServiceRow } from '../api/types.ts';
import { type LiveEvent, onLiveEvent } from '../state/live.ts';
import { type Resource, useResource } from '../state/resource.ts';
import { tellOverview } from '../state/summary.ts';
import { tellRead } from '../state/trust.ts';

/** What one result changes at once, before the overview is read again. */
type Patch = Pick<ServiceRow, 'last_checked' | 'response_time_ms' | 'status_code' | 'message'>;

const batchMs = 250;

/**
 * The overview as it is now. A result changes its own row at once; what needs thought (verdicts, incidents) is read again
 * from the monitor, which knows the thresholds.
 */
export function useLiveOverview(): Resource<Overview> {
  const resource = useResource<Overview>('/overview', { isConcerned: changesVerdict, everyMs: 30_000 });
  const [patches, setPatches] = useState<ReadonlyMap<string, Patch>>(new Map());
  const { data, readAt } = resource;

  useEffect(() => {
    if (data === undefined) return;
    setPatches((before) => (before.size === 0 ? before : new Map()));
    tellOverview(data);
  }, [data]);

  useEffect(
    () =>
      collectPatches((batch) => {
        setPatches((before) => new Map([...before, ...batch]));
        if (readAt !== undefined) tellRead(Date.now());
      }),
    [readAt],
  );

  const patched = useMemo(() => (data === undefined ? undefined : withPatches(data, patches)), [data, patches]);
  return { ...resource, data: patched };
}

function changesVerdict({ kind }: LiveEvent): boolean {
  return kind === 'health' || kind === 'incident' || kind === 'system';
}

function collectPatches(onBatch: (batch: ReadonlyMap<string, Patch>) => void): () => void {
  let batch = new Map<string, Patch>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const ready = batch;
    batch = new Map();
    onBatch(ready);
  };
  const stop = onLiveEvent((event) => {
    if (event.kind !== 'result') return;
    const { service, timestamp, response_time_ms, status_code, message } = event.data;
    if (typeof service !== 'string' || typeof timestamp !== 'string') return;
    batch.set(service, {
      last_checked: timestamp,
      response_time_ms: numberOrNull(response_time_ms),
      status_code: numberOrNull(status_code),
      message: typeof message === 'string' ? message : null,
    });
    timer ??= setTimeout(flush, batchMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function withPatches(overview: Overview, patches: ReadonlyMap<string, Patch>): Overview {
  if (patches.size === 0) return overview;
  const services = overview.services.map((row) => {
    const patch = patches.get(row.name);
    if (patch === undefined || (row.last_checked ?? '') >= (patch.last_checked ?? '')) return row;
    return { ...row, ...patch, stale: false };
  });
  return { ...overview, services };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
