// @ts-check
import { join } from 'node:path';
import { projectRoot, run } from './run.mjs';
import { ensureBuilt, ensureInstalled, runScript } from './setup.mjs';

// `npm start` shows the demo, `npm start -- ARGUMENTS` runs svcmon with them.
await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const given = process.argv.slice(2);
  const program = given.length === 0 ? join('build', 'demo.js') : join('dist', 'svcmon.js');
  return run(process.execPath, [join(projectRoot, program), ...given], { cwd: process.cwd() });
});
