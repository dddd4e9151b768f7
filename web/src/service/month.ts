import { useEffect } from 'preact/hooks';
import type { ReportMonths, Uptime } from '../api/types.ts';
import { servicePath } from '../paths.ts';
import { type Resource, useResource } from '../state/resource.ts';

/** Uptime over the usual windows, and over the calendar month that reports are about, in their time zone. */
export function useUptime(name: string): Resource<Uptime> {
  const path = `${servicePath(name)}/uptime`;
  const usual = useResource<Uptime>(`${path}?windows=24h,7d,30d,90d`);
  const { data: months, reload } = useResource<ReportMonths>('/reports', { everyMs: 3_600_000 });
  const month = months?.months[0];
  const isOver = month !== undefined && Date.parse(month.to) <= Date.now();
  useEffect(() => {
    if (isOver) reload();
  }, [isOver, reload]);
  const from = month === undefined || isOver ? undefined : month.from;
  const own = useResource<Uptime>(from === undefined ? undefined : `${path}?from=${encodeURIComponent(from)}`);
  const monthly = own.data?.windows.map((window) => ({ ...window, label: 'this month' })) ?? [];
  return {
    ...usual,
    data: usual.data && { ...usual.data, windows: [...usual.data.windows, ...monthly] },
    reload() {
      usual.reload();
      own.reload();
    },
  };
}
