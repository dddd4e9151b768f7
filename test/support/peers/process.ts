import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A running server; `stop` resolves once its process is gone and may be called twice. */
export interface PeerProcess {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

export interface PeerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const startWithinMs = 20_000;
const stopWithinMs = 5_000;

/** Starts a server on a free port of 127.0.0.1 and resolves once it accepts; the command is asked for again where another process took the port. */
export async function startPeer(
  commandFor: (port: number) => PeerCommand | Promise<PeerCommand>,
): Promise<PeerProcess> {
  const problems: string[] = [];
  for (let tries = 1; tries <= 3; tries += 1) {
    const [port = 0] = await freePorts(1);
    const started = await tryToStart(await commandFor(port), port);
    if (typeof started !== 'string') return started;
    problems.push(started);
  }
  throw new Error(`the server did not start:\n${problems.join('\n')}`);
}

/** Ports of 127.0.0.1 on which nothing listens now; all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function tryToStart({ command, args, cwd, env }: PeerCommand, port: number): Promise<PeerProcess | string> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000);
  });
  child.once('error', (error) => {
    said += error.message;
  });

  const stop = async () => {
    process.off('exit', killWithUs);
    await end(child);
  };
  if ((await accepts(child, port)) && child.pid !== undefined) return { pid: child.pid, port, stop };
  await stop();
  return `${command} ${args.join(' ')}: ${said}`;
}

async function accepts(child: ChildProcess, port: number): Promise<boolean> {
  const deadlineAt = performance.now() + startWithinMs;
  while (!hasEnded(child) && performance.now() < deadlineAt) {
    if (await canConnect(port)) return !hasEnded(child);
    await delay(20);
  }
  return false;
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  // A stopped process sees SIGTERM only after it was continued.
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await gone;
  clearTimeout(timer);
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
