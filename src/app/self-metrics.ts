import { monitorEventLoopDelay } from 'node:perf_hooks';
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
  /** By how much the event loop was late, ms; since the last time it was asked. */
  readonly eventLoopLag: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
  readonly reloads: { readonly done: number; readonly refused: number; readonly lastAt?: number };
}

/** Measures how late the event loop is. */
export interface LagMeter {
  /** Since it was last read. */
  read(): SelfMetrics['eventLoopLag'];
  stop(): void;
}

const resolutionMs = 20;

/** Starts measuring. */
export function startLagMeter(): LagMeter {
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
      histogram.reset();
      return lag;
    },
    stop: () => void histogram.disable(),
  };
}
