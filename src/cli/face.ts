import type { MonitorEvent } from '../monitor/events.ts';

/** How a running monitor shows itself on stdout. */
export interface Face {
  /** Told of every event. */
  see(event: MonitorEvent): void;
  /** Shows nothing any more. */
  stop(): Promise<void>;
}
