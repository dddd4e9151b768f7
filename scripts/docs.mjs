// @ts-check
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot, run } from './run.mjs';
import { ensureInstalled, runScript } from './setup.mjs';

// `npm run docs` writes the tables and schemas that are made from the registries into README.md, docs/ and config/.
await runScript(docs);

/** Bundles scripts/docs/, runs it, and resolves with its exit code. */
async function docs() {
  await ensureInstalled();
  const outfile = join(projectRoot, 'build', 'docs.js');
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ['scripts/docs/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return run(process.execPath, [outfile]);
}
