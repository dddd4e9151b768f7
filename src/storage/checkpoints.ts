import type { StartTimer } from '../resilience/timer.ts';
import { type CheckpointThread, startCheckpointThread, ThreadEnded } from './checkpoint-thread.ts';
import { toUnavailable } from './sqlite-error.ts';

export interface CheckpointsParts {
  readonly path: string;
  readonly startTimer: StartTimer;
  /** How long after something was written the log is written back, ms. */
  readonly everyMs: number;
  /** Called once where there is no thread (any more): somebody else has to write the log back from now on. */
  readonly onMissing: () => void;
  /** What starts the thread; another one for tests. */
  readonly start?: ((path: string) => CheckpointThread) | undefined;
}

// What is written meanwhile is left for the next round, and only a log that is all in the file begins anew.
const mostRounds = 3;

/**
 * Writes the write-ahead log back into the file from time to time, without holding up whoever writes to it. Starts its
 * thread when there is something to do for the first time: who writes once and closes needs none.
 */
export class Checkpoints {
  readonly #parts: CheckpointsParts;
  #state: 'idle' | 'planned' | 'working' | 'missing' | 'closed' = 'idle';
  #writtenMeanwhile = false;
  #cancel = () => {};
  #thread: CheckpointThread | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(parts: CheckpointsParts) {
    this.#parts = parts;
  }

  /** To be called after every write. */
  written(): void {
    this.#writtenMeanwhile = true;
    if (this.#state === 'idle') this.#plan();
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

  #plan(): void {
    this.#state = 'planned';
    this.#cancel = this.#parts.startTimer(this.#parts.everyMs, () => {
      this.#state = 'working';
      this.#underWay = this.#work();
    });
  }

  async #work(): Promise<void> {
    const { path, start = startCheckpointThread } = this.#parts;
    this.#writtenMeanwhile = false;
    try {
      this.#thread ??= start(path);
      await writeBack(this.#thread);
      this.#failure = undefined;
    } catch (thrown) {
      if (this.#thread === undefined || thrown instanceof ThreadEnded) {
        this.#giveUp();
      } else {
        this.#failure = toUnavailable(thrown, path);
        this.#writtenMeanwhile = true;
      }
    }
    if (this.#state !== 'working') return;
    this.#state = 'idle';
    if (this.#writtenMeanwhile) this.#plan();
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
