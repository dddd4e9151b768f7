import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** How far writing the log back came, in pages of the log. */
export interface Checkpointed {
  readonly inLog: number;
  /** Of these, how many are in the file: all of them unless somebody reads, or more was written meanwhile. */
  readonly inFile: number;
}

/** A thread beside the one that everything else runs in, with a connection of its own. */
export interface CheckpointThread {
  /** Writes the log back as far as nobody has to wait for it; one at a time. Rejects with what SQLite says, or with `ThreadEnded`. */
  run(): Promise<Checkpointed>;
  /** Waits for what is under way. Never rejects. */
  stop(): Promise<void>;
}

/** Thrown where there is no thread, or none any more. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

/** Starts the thread. It keeps no process alive. */
export function startCheckpointThread(path: string): CheckpointThread {
  const sqlite = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  const thread = new Worker(program, { eval: true, execArgv: [], workerData: { path, sqlite }, resourceLimits });
  thread.unref();
  let ended: ThreadEnded | undefined;
  let settle: ((answer: Answer | ThreadEnded) => void) | undefined;
  const exited = new Promise<void>((resolve) => {
    thread.on('error', (cause) => {
      ended = new ThreadEnded('the thread that writes the log back failed', { cause });
    });
    thread.on('exit', () => {
      ended ??= new ThreadEnded('the thread that writes the log back has ended');
      settle?.(ended);
      resolve();
    });
  });
  thread.on('message', (answer: Answer) => settle?.(answer));
  return {
    run: () =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        settle = (answer) => ('inLog' in answer ? resolve(answer) : reject(toError(answer)));
        thread.postMessage('run');
      }),
    async stop() {
      thread.ref();
      thread.postMessage('stop');
      await exited;
    },
  };
}

type Answer = Checkpointed | { readonly errcode: number };

function toError(answer: ThreadEnded | { readonly errcode: number }): Error {
  if (answer instanceof ThreadEnded) return answer;
  return Object.assign(new Error('the log was not written back'), { errcode: answer.errcode });
}

// It does nothing but hand SQLite one statement.
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };

// As text, since a thread needs a file of its own or none at all, and the bundle has no room for one. The package's `exec`
// tells the code of an error, which its `get` does not.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require(workerData.sqlite);
const handle = new DatabaseSync(workerData.path, { timeout: 0 });
const checkpoint = 'pragma wal_checkpoint(passive)';
const statement = handle.prepare(checkpoint);
function run() {
  try {
    const { log, checkpointed } = statement.get();
    return { inLog: log, inFile: checkpointed };
  } catch (unknown) {
    try {
      handle.exec(checkpoint);
      return { inLog: 0, inFile: 0 };
    } catch ({ errcode }) {
      return { errcode };
    }
  }
}
parentPort.on('message', (task) => {
  if (task === 'run') {
    parentPort.postMessage(run());
  } else {
    handle.close();
    parentPort.close();
  }
});
`;
