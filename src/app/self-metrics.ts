import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../domain/clock.ts';
import type { MissedSlots } from '../monitor/scheduler.ts';

/** How svcmon itself is doing. Counts are since the start; instants are epoch ms. */
export interface SelfMetrics {
  readonly startedAt: number;
  readonly services: number;
  readonly results: number;
  readonly missedSlots: Readonly<Record<MissedSlots['why'], number>>;
  readonly running: number;
  readonly waiting: number;
  /** Since the scheduler last looked at what is due, ms. */
  readonly lastCycleAgeMs: number;
  /** Messages that wait, by channel. */
  readonly outbox: Readonly<Record<string, number>>;
  readonly storageAvailable: boolean;
  readonly offline: boolean;
  /** What became of what is told to whoever watches svcmon itself; absent where nobody does. */
  readonly heartbeat?: {
    readonly lastOkAt?: number;
    /** Why the last one did not get through. */
    readonly trouble?: string;
  };
  /** By how much the event loop was late, ms; over about the last minute. */
  readonly eventLoopLag: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
  readonly reloads: {
    readonly done: number;
    readonly refused: number;
    readonly lastAt?: number;
    readonly lastOk?: boolean;
  };
}

/** Measures how late the event loop is. */
export interface LagMeter {
  read(): SelfMetrics['eventLoopLag'];
  stop(): void;
}

const resolutionMs = 20;

const windowMs = 60_000;

/** Starts measuring; what is read is forgotten after a minute. */
export function startLagMeter({ monotonic }: Pick<Clock, 'monotonic'>): LagMeter {
  let beganAt = monotonic();
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  // The histogram holds the time between two of its own ticks, ns, of which the resolution is not lateness.
  const lateMs = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / 1e6 - resolutionMs) : 0);
  return {
    read() {
      const lag = {
        p50Ms: lateMs(histogram.percentile(50)),
        p99Ms: lateMs(histogram.percentile(99)),
        maxMs: lateMs(histogram.max),
      };
      if (monotonic() - beganAt >= windowMs) {
        beganAt = monotonic();
        histogram.reset();
      }
      return lag;
    },
    stop: () => void histogram.disable(),
  };
}
