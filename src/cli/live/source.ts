import type { ConfiguredService } from '../../config/config.ts';
import type { Health } from '../../domain/health.ts';
import type { SchedulerState } from '../../monitor/scheduler.ts';
import type { Standing } from '../../reporting/standing.ts';
import type { Style } from '../../reporting/style.ts';
import type { Board } from './board.ts';

/** What the view is drawn from. */
export interface ViewSource {
  readonly services: readonly ConfiguredService[];
  healthOf(service: string): Health | undefined;
  readonly board: Board;
  readonly schedule: SchedulerState;
  /** Messages that wait to be sent. */
  readonly outbox: number;
  /** Epoch ms and monotonic ms of now, and monotonic ms of the start. */
  readonly nowAt: number;
  readonly monotonic: number;
  readonly startedAt: number;
}

/** A service with how it stands. */
export interface Row extends Standing {
  readonly configured: ConfiguredService;
  readonly health: Health | undefined;
}

/** What a part of the view is drawn with. */
export interface Paper {
  readonly style: Style;
  readonly width: number;
}
