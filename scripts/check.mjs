// @ts-check
import { bin, run, ScriptError } from './run.mjs';
import { ensureBuilt, ensureInstalled, runScript } from './setup.mjs';
import { runTests } from './vitest.mjs';

/** @type {Readonly<Record<string, () => Promise<number>>>} */
const steps = {
  lint: () =>
    run(bin('biome'), ['ci', '.', '--error-on-warnings', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`]),
  types: checkTypes,
  imports: () => run(bin('depcruise'), ['src']),
  'dead-code': () => run(bin('knip'), []),
  package: () => run(bin('publint'), ['--strict']),
  tests: () => runTests(['--coverage']),
};

// `npm run check` runs every step, `npm run check -- lint types` those named, `npm run check -- --except tests` the others.
await runScript(async () => {
  const chosen = choose(process.argv.slice(2));
  await ensureInstalled();
  await ensureBuilt();
  const outcomes = [];
  for (const name of chosen) outcomes.push(await runStep(name));
  console.log(`\n${outcomes.map(({ line }) => line).join('\n')}`);
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
});

/** What runs in a browser, and what drives one, knows other types than the rest. */
async function checkTypes() {
  for (const project of ['.', 'bench', 'web', 'test/web']) {
    const code = await run(bin('tsc'), ['-p', project]);
    if (code !== 0) return code;
  }
  return 0;
}

/** @param {readonly string[]} args */
function choose(args) {
  const all = Object.keys(steps);
  const except = args[0] === '--except';
  const named = except ? args.slice(1) : args;
  const unknown = named.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new ScriptError(`there is no step "${unknown}" among ${all.join(', ')}`);
  if (named.length === 0) return all;
  return all.filter((name) => named.includes(name) !== except);
}

/** @param {string} name */
async function runStep(name) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const startedAt = Date.now();
  const passed = (await steps[name]?.()) === 0;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  return { passed, line: `${passed ? '✓' : '✕'} ${name.padEnd(10)}${seconds.padStart(6)} s` };
}
