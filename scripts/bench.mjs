// @ts-check
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { presentPeers } from './peers.mjs';
import { projectRoot, run } from './run.mjs';
import { ensureBuilt, ensureInstalled, runScript } from './setup.mjs';

const programs = ['main', 'client', 'load', 'node-server', 'paced', 'report-peak-memory', 'stored-answer'];

// `npm run bench` measures everything, `npm run bench -- cpu` only the parts that are named (bench/main.ts names them); with
// `--record` what was measured takes the place of what bench/results.json says of these parts.
await runScript(() => bench(process.argv.slice(2)));

/**
 * Bundles bench/ as the program is bundled, runs it, and resolves with its exit code.
 *
 * @param {readonly string[]} parts
 */
async function bench(parts) {
  await ensureInstalled();
  await ensureBuilt();
  const folder = join(projectRoot, 'build', 'bench');
  await rm(folder, { recursive: true, force: true });
  await bundle({
    root: projectRoot,
    input: Object.fromEntries(programs.map((name) => [name, `bench/${name}.ts`])),
    external: ['selfsigned', '@photostructure/sqlite', 'playwright-core', /^(mqtt|mysql2|pg)\b/],
    define: { __SVCMON_VERSION__: '"bench"', __SVCMON_COMMIT__: '""' },
    output: { dir: folder },
  });
  const env = { ...process.env, SVCMON_PEERS: presentPeers() };
  return run(process.execPath, [join(folder, 'main.js'), ...parts], { env });
}
