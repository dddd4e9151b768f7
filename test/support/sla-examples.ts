import { type Outage, outageOf } from '../../src/domain/outage.ts';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';

/** A confirmed outage that is over. */
export function exampleOutage(startedAt: number, recoveredAt: number): Outage {
  const confirmedAt = startedAt + 1_000;
  const levels = [{ status: 'unhealthy', startedAt, confirmedAt }] as const;
  const incident = {
    id: `incident-${startedAt}`,
    service: 'api',
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no answer in time',
    startedAt,
    confirmedAt,
    levels,
    recoveredAt,
    closedAt: recoveredAt + 1_000,
    closedAs: 'recovered',
  } as const;
  return outageOf(incident, [], recoveredAt);
}

/** A window of all services, announced an hour before it begins. */
export function exampleWindow(
  startsAt: number,
  endsAt: number,
  rest: Partial<MaintenanceWindow> = {},
): MaintenanceWindow {
  const head = { id: `patching-${startsAt}`, name: 'patching', match: {}, by: 'anna', origin: 'person' } as const;
  return { ...head, startsAt, endsAt, createdAt: startsAt - 3_600_000, ...rest };
}
