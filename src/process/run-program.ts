import { type ChildProcess, spawn } from 'node:child_process';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Its whole standard input; nothing without it. */
  readonly input?: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** No end but the signal's without it. */
  readonly timeoutMs?: number;
  /** How much of its output, standard and error together, is kept; what is longer is read and thrown away. */
  readonly keptBytes?: number;
  readonly signal: AbortSignal;
}

/** How a program ended, or why it never began. */
export type ProgramEnd =
  | { readonly how: 'exited'; readonly code: number; readonly output: string }
  | { readonly how: 'killed'; readonly signal: NodeJS.Signals; readonly output: string }
  | { readonly how: 'out_of_time' | 'stopped'; readonly output: string }
  | { readonly how: 'not_started'; readonly code: string };

/**
 * Runs a program without a shell and resolves once it has ended, whatever it has left behind still runs or prints. When its
 * time is up or the signal fires it is killed together with all it has started. Never rejects.
 */
export async function runProgram({
  file,
  args,
  input,
  env,
  directory,
  timeoutMs,
  keptBytes = 0,
  signal,
}: Program): Promise<ProgramEnd> {
  if (signal.aborted) return { how: 'stopped', output: '' };
  try {
    const said = keptBytes > 0 ? 'pipe' : 'ignore';
    // Detached, it leads a process group of its own, which can be killed as one.
    const child = spawn(file, args, { env, cwd: directory, stdio: ['pipe', said, said], detached: true });
    const output = keep(child, keptBytes);
    const ended = endOf(child, output);
    const stopping = stopAt(child, signal, timeoutMs);
    // A program that does not read its input closes the pipe; what it decides is told by how it exits.
    child.stdin?.on('error', () => undefined).end(input);
    const end = await ended;
    const why = stopping.finish();
    return end.how === 'killed' && why !== undefined ? { how: why, output: end.output } : end;
  } catch (thrown) {
    // Arguments that no program can be given, such as one with a null byte.
    return { how: 'not_started', code: codeOf(thrown) };
  }
}

/**
 * Kills the child when its time is up or the signal fires; tells at its end which of them came first. With a timer of its own:
 * what AbortSignal.any makes of AbortSignal.timeout may be collected as garbage before it fires (nodejs/node#57736).
 */
function stopAt(child: ChildProcess, signal: AbortSignal, timeoutMs: number | undefined) {
  let why: 'out_of_time' | 'stopped' | undefined;
  const stop = (reason: NonNullable<typeof why>) => {
    why ??= reason;
    killGroup(child);
  };
  const stopped = () => stop('stopped');
  signal.addEventListener('abort', stopped);
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs, 'out_of_time');
  return {
    finish() {
      signal.removeEventListener('abort', stopped);
      clearTimeout(timer);
      return why;
    },
  };
}

/** What a program has printed until now, as text. */
type Output = () => string;

function keep(child: ChildProcess, keptBytes: number): Output {
  const chunks: Buffer[] = [];
  let room = keptBytes;
  const take = (chunk: Buffer) => {
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => Buffer.concat(chunks).toString('utf8');
}

function endOf(child: ChildProcess, output: Output): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: 'not_started', code: codeOf(error) }));
    child.once('exit', (code, signal) => {
      const told = () => {
        // A grandchild may hold the pipes for as long as it likes.
        child.stdout?.destroy();
        child.stderr?.destroy();
        const end = { output: output() };
        resolve(signal === null ? { how: 'exited', code: code ?? 0, ...end } : { how: 'killed', signal, ...end });
      };
      // What it has printed may still be on its way through the pipes.
      const drained = setTimeout(told, child.stdout === null ? 0 : drainMs);
      child.once('close', () => {
        clearTimeout(drained);
        told();
      });
    });
  });
}

const drainMs = 100;

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in this very moment.
  }
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unknown error';
}
