import type { StartTimer } from '../resilience/timer.ts';
import { type CheckpointThread, startCheckpointThread, ThreadEnded } from './checkpoint-thread.ts';
import { toUnavailable } from './sqlite-error.ts';

export interface CheckpointsParts {
  readonly path: string;
  readonly startTimer: StartTimer;
  /** How long after something was written the log is written back, ms; sooner after many writes. */
  readonly everyMs: number;
  /** Called once where there is no thread (any more): somebody else has to write the log back from now on. */
  readonly onMissing: () => void;
  /** What starts the thread; another one for tests. */
  readonly start?: ((path: string) => CheckpointThread) | undefined;
}

// Who writes without a pause would else fill the disk with the log.
const mostWrites = 200;
// What is written meanwhile is left for the next round, and only a log that is all in the file begins anew.
const mostRounds = 3;

/**
 * Writes the write-ahead log back into the file from time to time, without holding up whoever writes to it. Starts its
 * thread when there is something to do for the first time: who writes once and closes needs none.
 */
export class Checkpoints {
  readonly #parts: CheckpointsParts;
  #state: 'idle' | 'planned' | 'working' | 'missing' | 'closed' = 'idle';
  #writes = 0;
  #cancel = () => {};
  #thread: CheckpointThread | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(parts: CheckpointsParts) {
    this.#parts = parts;
  }

  /** To be called after every write. */
  written(): void {
    this.#writes += 1;
    if (this.#state === 'idle') this.#plan(this.#parts.everyMs);
    else if (this.#state === 'planned' && this.#writes === mostWrites) this.#plan(0);
  }

  /** What kept the last checkpoint from succeeding; undefined when it did. Until one does everything is in the log, and as safe. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Ends the thread after what it is doing; safe to call twice. */
  async close(): Promise<void> {
    this.#state = 'closed';
    this.#cancel();
    await this.#underWay;
    await this.#thread?.stop();
  }

  #plan(inMs: number): void {
    this.#cancel();
    this.#state = 'planned';
    this.#cancel = this.#parts.startTimer(inMs, () => {
      this.#state = 'working';
      this.#underWay = this.#work();
    });
  }

  async #work(): Promise<void> {
    const { path, everyMs, start = startCheckpointThread } = this.#parts;
    this.#writes = 0;
    try {
      this.#thread ??= start(path);
      await writeBack(this.#thread);
      this.#failure = undefined;
    } catch (thrown) {
      if (this.#thread === undefined || thrown instanceof ThreadEnded) {
        this.#giveUp();
      } else {
        this.#failure = toUnavailable(thrown, path);
      }
    }
    if (this.#state !== 'working') return;
    this.#state = 'idle';
    if (this.#failure !== undefined) this.#plan(everyMs);
    else if (this.#writes > 0) this.#plan(this.#writes < mostWrites ? everyMs : 0);
  }

  #giveUp(): void {
    if (this.#state !== 'working') return;
    this.#state = 'missing';
    this.#parts.onMissing();
  }
}

async function writeBack(thread: CheckpointThread): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const { inLog, inFile } = await thread.run();
    if (inFile >= inLog) return;
  }
}
