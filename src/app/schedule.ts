import type { Config, ConfiguredService } from '../config/config.ts';
import { type MissedSlots, Scheduler } from '../monitor/scheduler.ts';
import type { Effects } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Log } from './log.ts';

/** A service on the schedule. */
export interface ScheduledService {
  readonly name: string;
  readonly intervalMs: number;
  readonly check: ConfiguredService;
}

export interface ScheduleParts {
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'uptime'>;
  readonly intake: Intake;
  readonly log: Log;
  /** The configuration in use. */
  config(): Config;
  /** Ends the runs that are under way. */
  readonly signal: AbortSignal;
  /** Told of slots without a look, which are accounted for already. */
  onMissed(slots: MissedSlots): void;
}

/** The schedule of a configuration's services, as `scheduler.schedule` takes them. */
export function scheduledServices({ services }: Pick<Config, 'services'>): readonly ScheduledService[] {
  return services.map((check) => ({ name: check.service.name, intervalMs: check.service.intervalMs, check }));
}

/** The scheduler with what it runs: checks into the intake, and a word in the log where it cannot keep up. */
export function createSchedule(parts: ScheduleParts): Scheduler<ScheduledService> {
  const { effects, intake, log, config, signal, onMissed } = parts;
  return new Scheduler<ScheduledService>({
    clock: effects.clock,
    startTimer: effects.startTimer,
    uptime: effects.uptime,
    get maxWorkers() {
      return workersOf(config());
    },
    run: ({ check }) => intake.run(check, signal),
    missed({ check }, slots) {
      onMissed(slots);
      if (slots.why === 'late') {
        log.warn('checks are late: every worker is busy', { max_workers: config().monitoring.maxWorkers });
      }
      if (slots.why === 'overrun') log.warn('a check takes longer than its interval', { service: check.service.name });
      intake.missed(check, slots);
    },
    woke: (asleepMs) => log.warn('the machine or svcmon stood still', { seconds: Math.round(asleepMs / 1_000) }),
  });
}

function workersOf({ monitoring }: Config): number {
  return monitoring.parallelChecks ? monitoring.maxWorkers : 1;
}
