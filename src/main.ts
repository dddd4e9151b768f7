import { processEnvironment } from './config/environment.ts';
import { commit, version } from './version.ts';

const argv = process.argv.slice(2);

// A reader that went away, as in `svcmon check | head`, or a terminal that was closed, is no reason to crash: a command that
// ends by itself goes on to its exit code.
const readerGone = new AbortController();
let terminalGone = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    terminalGone ||= error.code === 'EIO';
    if (stream === process.stdout) readerGone.abort();
  });
}

process.exitCode = await main();
process.stdout.write('', () => process.stderr.write('', end));

/** Ends as a terminal that is gone ends its programs: Node would fail to give the terminal back. */
function end(): void {
  if (terminalGone) process.kill(process.pid, 'SIGHUP');
  else process.exit();
}

async function main(): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    process.stdout.write(`svcmon ${version} (node ${process.version}, commit ${commit})\n`);
    return 0;
  }
  const [{ runProgram }, { createOutput }] = await Promise.all([import('./cli/program.ts'), import('./cli/output.ts')]);
  const output = createOutput(process.stdout, process.stderr);
  process.on('exit', () => output.screen?.leave());
  const signal = stopSignal(() => {
    if (output.stderr.isTTY) output.note('stopping… (once more to stop at once)');
  });
  const context = { output, environment: processEnvironment(), signal, readerGone: readerGone.signal, onHangup };
  try {
    return await runProgram(argv, context);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    output.note(`svcmon: internal error: ${message}`);
    output.note(
      argv.includes('--debug') && error instanceof Error
        ? String(error.stack)
        : 'Please report it with the output of --debug.',
    );
    return 3;
  }
}

/** Calls back on every SIGHUP; without a listener it ends the process, as ever. */
function onHangup(listener: () => void): () => void {
  process.on('SIGHUP', listener);
  return () => void process.off('SIGHUP', listener);
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(tell: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    tell();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
