// @ts-check
import { bin, run, ScriptError } from './run.mjs';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

/**
 * Prepares what the tests need, runs vitest, and resolves with its exit code.
 *
 * @param {readonly string[]} args
 */
export async function runTests(args) {
  await ensureInstalled();
  await ensureBuilt();
  const { ensurePeers } = await import('./peers.mjs');
  const { env } = await ensurePeers().catch((cause) => {
    throw new ScriptError(cause.message, { cause });
  });
  return run(bin('vitest'), ['run', ...args], { env: { ...process.env, ...env } });
}
