import { Checkpoints, type CheckpointsParts } from './checkpoints.ts';
import { type Connection, type ConnectOptions, connect } from './sqlite.ts';

/** The connection of who keeps the history for as long as it runs. */
export interface Keeper {
  readonly connection: Connection;
  /** See `Checkpoints`. */
  checkpointFailure(): unknown;
}

export interface KeeperOptions extends Omit<ConnectOptions, 'access'> {
  /** See `CheckpointsParts`. */
  readonly checkpointEveryMs?: number | undefined;
  readonly startCheckpointThread?: CheckpointsParts['start'];
}

// Syncing the file takes a disk from a few to some hundred milliseconds: seldom, and where nobody waits for it.
const defaultEveryMs = 5_000;

/** Opens an existing SQLite file for writing; the log is written back by a thread of its own, which ends with the connection. */
export async function connectKeeper(options: KeeperOptions): Promise<Keeper> {
  const { path, startTimer, checkpointEveryMs = defaultEveryMs, startCheckpointThread: start } = options;
  const writer = await connect({ ...options, access: 'keep' });
  const checkpoints = new Checkpoints({
    path,
    startTimer,
    everyMs: checkpointEveryMs,
    onMissing: () => void writer.writeLogBackInPassing().catch(() => undefined),
    start,
  });
  const connection: Connection = {
    ...writer,
    async write(durability, work) {
      const written = await writer.write(durability, work);
      checkpoints.written();
      return written;
    },
    async close() {
      await checkpoints.close();
      await writer.close();
    },
  };
  return { connection, checkpointFailure: () => checkpoints.failure };
}
