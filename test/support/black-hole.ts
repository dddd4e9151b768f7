import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

// Listens, then lets its thread sleep: nobody accepts, and once the backlog is full the kernel answers no more.
const listener = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ ...workerData.at, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => {
      Atomics.wait(workerData.awake, 0, 0);
      process.exit();
    });
  });
`;

/** Opens a port on which connections neither come about nor fail; any free one unless named. It ends with the test. */
export async function openBlackHole({ host = '127.0.0.1', port = 0 } = {}): Promise<number> {
  const awake = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(listener, { eval: true, workerData: { at: { host, port }, awake } });
  const [opened] = await once(worker, 'message');
  const fillers = await fillBacklog(host, Number(opened));
  onTestFinished(async () => {
    for (const filler of fillers) filler.destroy();
    Atomics.store(awake, 0, 1);
    Atomics.notify(awake, 0);
    await once(worker, 'exit');
  });
  return Number(opened);
}

/** Connects until a connection hangs. */
async function fillBacklog(host: string, port: number) {
  const fillers = [];
  for (;;) {
    const filler = connect({ host, port });
    filler.on('error', () => undefined);
    fillers.push(filler);
    const connected = once(filler, 'connect', { signal: AbortSignal.timeout(200) });
    const hangs = await connected.then(
      () => false,
      () => true,
    );
    if (hangs) return fillers;
  }
}
