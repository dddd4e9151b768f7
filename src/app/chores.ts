import type { Config } from '../config/config.ts';
import { sleep } from '../resilience/timer.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import { type Chore, startChore } from './chore.ts';
import type { Effects } from './effects.ts';
import { type HeartbeatOutcome, sendHeartbeat } from './heartbeat.ts';
import type { Log } from './log.ts';
import { createReportMaker } from './report-maker.ts';
import type { ResultPath } from './result-path.ts';
import type { Rounds } from './rounds.ts';

export interface ChoreContext {
  readonly effects: Effects;
  readonly store: Store;
  readonly path: ResultPath;
  readonly rounds: Rounds;
  readonly log: Log;
  /** The configuration in use. */
  config(): Config;
  /** Told of every heartbeat. */
  onHeartbeat(outcome: HeartbeatOutcome): void;
  onDefect(error: unknown): void;
  readonly signal: AbortSignal;
}

// How late a silence, an acknowledgement or a reminder may be noticed.
const refreshEveryMs = 5_000;
const upkeepEveryMs = 60_000;
// How late a report may be made.
const reportsEveryMs = 30_000;
// Between two steps of the same upkeep, so that checks and commits come first.
const upkeepPauseMs = 20;

/** Starts what is done beside checking: looking what is owed, keeping the store in order, and the heartbeat. */
export function startChores(context: ChoreContext): readonly Chore[] {
  const { effects, path, onDefect } = context;
  const chore = (everyMs: () => number, work: () => Promise<void>) =>
    startChore({ everyMs, work, startTimer: effects.startTimer, onDefect });
  const makeReports = createReportMaker(context);
  return [
    chore(() => refreshEveryMs, path.refresh),
    chore(
      () => reportsEveryMs,
      () => makeReports(context.config()),
    ),
    chore(
      () => upkeepEveryMs,
      () => keepUp(context),
    ),
    chore(
      () => context.config().monitoring.checkIntervalMs,
      () => beat(context),
    ),
  ];
}

async function keepUp({ store, effects, log, signal }: ChoreContext): Promise<void> {
  const { clock, startTimer } = effects;
  try {
    while (!signal.aborted && (await store.maintain(clock.now())).more) {
      await sleep(upkeepPauseMs, { startTimer, signal });
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    log.warn('the history cannot be kept in order', { trouble: error.message });
  }
}

/** Only after a round that was also stored: a svcmon that cannot store is to be noticed as well. */
async function beat({ config, path, rounds, effects, log, onHeartbeat, signal }: ChoreContext): Promise<void> {
  const complete = rounds.close() && path.ledger.isAvailable();
  const { heartbeatUrl } = config().monitoring;
  if (!complete || heartbeatUrl === undefined) return;
  const outcome = await sendHeartbeat(heartbeatUrl, { ...effects, log }, signal);
  if (outcome !== undefined) onHeartbeat(outcome);
}
