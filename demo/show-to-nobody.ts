import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createApi } from './api.ts';
import { exitCodeOf } from './once-stopped.ts';
import { missing, prove, type Seen } from './proof.ts';
import { incidentLines, verdictLines } from './report.ts';
import { type Stage, setStage } from './stage.ts';
import { configPath, endOf, keepLines, type Running, startSvcmon } from './svcmon.ts';

// As fast as the slowest verdict, a timeout of a second, lets it; the port is any that is free.
const command = ['monitor', '-c', configPath, '--listen', '127.0.0.1:0', '--interval', '1', '--log-format', 'json'];

const conclusion = `
All of it was seen: this demo ends with 0. At a terminal npm start goes on, with a live view and the dashboard.
`;

/** Runs until everything was seen that is to be seen, prints it and resolves 0; 1, with what is missing, where the time is over. */
export async function showToNobody(stopped: AbortSignal, { withinMs }: { readonly withinMs: number }): Promise<number> {
  const stage = await setStage();
  try {
    console.log(
      `\nEight services have been started on this machine, four of them in trouble.\n\n$ svcmon ${command.join(' ')}\n`,
    );
    const monitor = startSvcmon(command, stage, 'pipe');
    try {
      return await watch(monitor, { stage, stopped, withinMs });
    } finally {
      monitor.stop();
      await monitor.ended;
    }
  } finally {
    await stage.clear();
  }
}

interface Watching {
  readonly stage: Stage;
  readonly stopped: AbortSignal;
  readonly withinMs: number;
}

async function watch({ child, ended }: Running, { stage, stopped, withinMs }: Watching): Promise<number> {
  child.stdout?.resume();
  const log = keepLines(child.stderr);
  const ending = new AbortController();
  const end = (why: string) => ending.abort(why);
  if (stopped.aborted) end('Stopped before this was seen:');
  stopped.addEventListener('abort', () => end('Stopped before this was seen:'));
  void ended.then((code) => end(`The monitor ended by itself, with ${endOf(code)}, before this was seen:`));
  const timer = setTimeout(end, withinMs, `This was not seen within ${withinMs / 1_000} s:`);
  const seen: Seen = {};
  try {
    const address = await addressIn(child.stderr, ending.signal);
    // However long a busy machine takes to start it.
    timer.refresh();
    // Whatever a connection still waits for, the end is the end.
    await Promise.race([tell(seen, { stage, address, signal: ending.signal }), rejected(ending.signal)]);
    return 0;
  } catch (error) {
    // Of what dies the connections end first.
    if (!ending.signal.aborted) await Promise.race([ended, wait(500)]);
    const why = ending.signal.reason ?? String(error);
    console.error([`\n${why}`, ...missing(seen).map((each) => `  ${each}`)].join('\n'));
    if (stopped.aborted) return exitCodeOf(stopped);
    console.error(['\nThe end of its log:', ...log].join('\n'));
    return 1;
  } finally {
    clearTimeout(timer);
  }
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

interface Telling {
  readonly stage: Stage;
  readonly address: string;
  readonly signal: AbortSignal;
}

async function tell(seen: Seen, { stage, address, signal }: Telling): Promise<void> {
  console.log(`The dashboard and the API are at ${address} as long as this runs.`);
  const onVerdicts = () => console.log(`\n${verdictLines(seen)}\n\nThe checkout now breaks.\n`);
  await prove(seen, { api: createApi(address, signal), stage, onVerdicts });
  console.log(incidentLines(seen));
  console.log(conclusion);
}

/** Where svcmon listens, from its log. */
async function addressIn(log: Readable | null, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: log ?? Readable.from([]) });
  try {
    for await (const [line] of on(lines, 'line', { signal, close: ['close'] })) {
      const { message, url } = entryOf(line);
      if (message === 'listening' && url !== undefined) return url;
    }
    throw new Error('svcmon listens nowhere');
  } finally {
    lines.close();
    // Else the end of the lines would be the end of the log.
    log?.resume();
  }
}

/** A line that is no entry of the log is of Node.js itself. */
function entryOf(line: string): { readonly message?: string; readonly url?: string } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
