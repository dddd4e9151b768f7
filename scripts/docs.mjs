// @ts-check
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { presentPeers } from './peers.mjs';
import { projectRoot, run } from './run.mjs';
import { ensureInstalled, runScript } from './setup.mjs';

// `npm run docs` writes the tables and schemas that are made from the registries into README.md, docs/ and config/;
// `npm run docs -- --screenshots` takes the pictures of docs/, which needs Chromium, those named or all.
await runScript(() => {
  const [first, ...names] = process.argv.slice(2);
  return first === '--screenshots' ? write('screenshots', names) : write('main', []);
});

/**
 * Bundles a program of scripts/docs/, runs it, and resolves with its exit code.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
async function write(program, args) {
  await ensureInstalled();
  const outfile = join(projectRoot, 'build', `docs-${program}.js`);
  await bundle({
    root: projectRoot,
    input: { docs: `./scripts/docs/${program}.ts` },
    external: [/^[^./]/],
    output: { file: outfile, codeSplitting: false },
  });
  return run(process.execPath, [outfile, ...args], { env: { ...process.env, SVCMON_PEERS: presentPeers() } });
}
