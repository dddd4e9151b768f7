import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ScriptError } from '../scripts/run.mjs';
import { closeServer, listenLocally } from './listen.ts';
import { repeatOutages } from './outages.ts';
import { madeUpPast } from './past.ts';
import { type Stage, setStage } from './stage.ts';
import { configPath, endOf, runSvcmon, startSvcmon } from './svcmon.ts';

/** Runs the monitor with its live view and the dashboard until somebody stops it; resolves its exit code then. Rejects with a ScriptError where it ends by itself. */
export async function showToPerson(stopped: AbortSignal, { port }: { readonly port: number }): Promise<number> {
  const stage = await setStage();
  try {
    await importPast(stage);
    if (stopped.aborted) return 0;
    const listen = `127.0.0.1:${await freePort(port)}`;
    const command = ['monitor', '-c', configPath, '--listen', listen];
    console.log(introduction(command, stage));
    return await watch(command, stage, stopped);
  } finally {
    await stage.clear();
  }
}

async function watch(command: readonly string[], stage: Stage, stopped: AbortSignal): Promise<number> {
  const monitor = startSvcmon(command, stage, 'inherit');
  if (stopped.aborted) monitor.stop();
  stopped.addEventListener('abort', () => {
    // A terminal sends Ctrl-C to every process in the foreground: passed on as well, it would count twice.
    if (stopped.reason !== 'SIGINT' || !process.stdin.isTTY) monitor.stop();
  });
  const outages = repeatOutages(stage);
  const code = await monitor.ended;
  await outages.stop();
  // Without an exit code it was stopped before it could listen to signals.
  if (stopped.aborted) return code ?? 0;
  throw new ScriptError(`the monitor ended by itself, with ${endOf(code)}.`);
}

async function importPast(stage: Stage): Promise<void> {
  await writeFile(join(stage.folder, 'past.csv'), `${madeUpPast(Date.now()).join('\n')}\n`);
  await runSvcmon(['import', 'results', 'past.csv', '--format', 'csv', '--interval', '60s', '-c', configPath], stage);
}

/** The usual port, or 0 for any where that is taken. */
async function freePort(usualPort: number): Promise<number> {
  const server = createServer();
  try {
    return usualPort && (await listenLocally(server, usualPort));
  } catch {
    return 0;
  } finally {
    await closeServer(server);
  }
}

function introduction(command: readonly string[], { folder }: Stage): string {
  return `
Eight services have just been started on this machine, four of them in trouble; a fifth, checkout, breaks in 20 s, recovers,
and breaks again. What comes from now on is real; the 24 hours before are made up, so that the charts hold something.
${process.stderr.isTTY ? invitation : ''}
The configuration, a copy of ${configPath}, the history and the alert files are in
${folder}; Ctrl-C stops everything and removes them.

$ svcmon ${command.join(' ')}
`;
}

const invitation = `
The dashboard is behind the link that follows below. It lets one browser in, once, to change things as well; without what
follows the # everybody on this machine may look.
`;
