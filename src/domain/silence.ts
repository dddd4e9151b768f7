/** Which services something is about; everything given must hold, nothing given means all. */
export interface ServiceMatch {
  readonly services?: readonly string[];
  readonly group?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The parts of a service that something can match. */
export interface ServiceIdentity {
  readonly name: string;
  readonly group?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** "Do not notify me until…": made by a person. Checks and recoveries go on. Instants are epoch ms. */
export interface Silence {
  readonly id: string;
  readonly match: ServiceMatch;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly by: string;
  readonly comment: string;
  readonly createdAt: number;
}

/** "Planned": one window of time in which failures are expected. Instants are epoch ms. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly name: string;
  readonly match: ServiceMatch;
  readonly startsAt: number;
  readonly endsAt: number;
  /** When it was announced; only windows announced before they begin are left out of the SLA. */
  readonly createdAt: number;
  readonly by: string;
  /** `config` for windows of the `maintenance:` key, `person` for those of the command line. */
  readonly origin: 'config' | 'person';
  readonly cancelledAt?: number;
}

/** Whether everything that is given holds for the service. */
export function matchesService({ services, group, tags }: ServiceMatch, service: ServiceIdentity): boolean {
  if (services !== undefined && !services.includes(service.name)) return false;
  if (group !== undefined && group !== service.group) return false;
  return Object.entries(tags ?? {}).every(([name, value]) => service.tags[name] === value);
}

/** The first silence that holds for the service at that instant; its end is no longer part of it. */
export function silenceOf(silences: readonly Silence[], service: ServiceIdentity, at: number): Silence | undefined {
  return silences.find(({ match, startsAt, endsAt }) => {
    return startsAt <= at && at < endsAt && matchesService(match, service);
  });
}

/** The first maintenance window that is open for the service at that instant; its end is no longer part of it. */
export function maintenanceOf(
  windows: readonly MaintenanceWindow[],
  service: ServiceIdentity,
  at: number,
): MaintenanceWindow | undefined {
  return windows.find(({ match, startsAt, endsAt, cancelledAt }) => {
    const until = Math.min(endsAt, cancelledAt ?? endsAt);
    return startsAt <= at && at < until && matchesService(match, service);
  });
}
