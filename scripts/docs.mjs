// @ts-check
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { projectRoot, run } from './run.mjs';
import { ensureInstalled, runScript } from './setup.mjs';

// `npm run docs` writes the tables and schemas that are made from the registries into README.md, docs/ and config/.
await runScript(docs);

/** Bundles scripts/docs/, runs it, and resolves with its exit code. */
async function docs() {
  await ensureInstalled();
  const outfile = join(projectRoot, 'build', 'docs.js');
  await bundle({
    root: projectRoot,
    input: { docs: './scripts/docs/main.ts' },
    external: [/^[^./]/],
    output: { file: outfile, codeSplitting: false },
  });
  return run(process.execPath, [outfile]);
}
