// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * The command of an installed package.
 *
 * @param {string} name
 */
export function bin(name) {
  return join(projectRoot, 'node_modules', '.bin', name);
}

/** What a person can mend: its message is printed alone, without a stack. */
export class ScriptError extends Error {}

/**
 * Runs a command on this terminal and resolves with its exit code, 128 + the signal's number where a signal ended it;
 * signals sent to us are passed on. Rejects with a ScriptError where it cannot be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>}
 */
export async function run(command, args, { cwd = projectRoot, env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(command, args, { cwd, env, stdio });
  const stopPassing = passSignalsTo(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause) => reject(new ScriptError(`cannot start ${command}: ${cause.message}`, { cause })));
      child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
    });
  } finally {
    stopPassing();
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignalsTo(child) {
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    // A terminal sends Ctrl-C to every process in the foreground: passed on as well, it would count twice.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
