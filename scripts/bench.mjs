// @ts-check
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { axiosWithoutAdapters, builtinsForCommonJs, zodByName } from './esbuild-plugins.mjs';
import { presentPeers } from './peers.mjs';
import { projectRoot, run } from './run.mjs';
import { ensureBuilt, ensureInstalled, runScript } from './setup.mjs';

// `npm run bench` measures everything, `npm run bench -- cpu` only the parts that are named: start-up, cpu, thousand.
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
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ['main', 'client', 'node-server', 'paced', 'report-peak-memory'].map((name) => `bench/${name}.ts`),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minifySyntax: true,
    define: { __SVCMON_VERSION__: '"bench"', __SVCMON_COMMIT__: '""' },
    external: ['selfsigned', '@photostructure/sqlite'],
    plugins: [builtinsForCommonJs, axiosWithoutAdapters, zodByName],
    // The plugins look through what was bundled.
    metafile: true,
    logLevel: 'warning',
  });
  const env = { ...process.env, SVCMON_PEERS: presentPeers() };
  return run(process.execPath, [join(folder, 'main.js'), ...parts], { env });
}
