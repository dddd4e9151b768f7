import type { TimeRange } from '../src/domain/calendar.ts';
import type { Incident } from '../src/domain/incident.ts';
import { dayMs } from './bench-store.ts';

/** Two incidents of a service within that time: one of half an hour, and one of two minutes. */
export function twoIncidents(service: string, number: number, { fromAt, toAt }: TimeRange): readonly Incident[] {
  const firstAt = fromAt + ((number * 7_919_000) % (toAt - fromAt - dayMs));
  return [
    { startedAt: firstAt, recoveredAt: firstAt + 1_800_000 },
    { startedAt: firstAt + dayMs / 2, recoveredAt: firstAt + dayMs / 2 + 120_000 },
  ].map(({ startedAt, recoveredAt }, index) => ({
    id: `${service}/${index}`,
    service,
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no complete answer within 10 s',
    startedAt,
    confirmedAt: startedAt + 60_000,
    levels: [{ status: 'unhealthy', startedAt, confirmedAt: startedAt + 60_000 }],
    recoveredAt,
    closedAt: recoveredAt + 60_000,
    closedAs: 'recovered',
  }));
}
