// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bundle, chunksFrom, inputsOf } from './bundle.mjs';
import { commitOf, fingerprint } from './fingerprint.mjs';
import { noticesOf, packagesIn } from './notices.mjs';
import { projectRoot } from './run.mjs';
import { runScript } from './setup.mjs';

await runScript(() => build(projectRoot).then(() => 0, explain));

/**
 * Builds the program and its dashboard into dist/ and the demo into build/demo.js. What was there stays until the new is complete.
 *
 * @param {string} root
 */
async function build(root) {
  const print = fingerprint(root);
  const folder = join(root, 'build', `dist-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  try {
    const inputs = [...(await buildProgram(root, folder)), ...(await buildDashboard(root, folder))];
    await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await noticesOf(packagesIn(inputs)));
    if (existsSync(join(root, 'demo', 'demo.ts'))) await buildDemo(root);
    await writeFile(join(folder, '.build-hash'), print);
    await swap(join(root, 'dist'), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function buildProgram(root, folder) {
  const { version, peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const result = await bundle({
    root,
    input: { svcmon: 'src/main.ts' },
    // Finds its compiled part beside its own files; the drivers are for the user to install.
    external: ['@photostructure/sqlite', ...Object.keys(peerDependencies)],
    define: { __SVCMON_VERSION__: JSON.stringify(version), __SVCMON_COMMIT__: JSON.stringify(commitOf(root)) },
    output: {
      dir: folder,
      // Names stay as they are: stack traces remain readable and error classes keep theirs. They are a tenth of the size.
      minify: { mangle: false, compress: true, codegen: true },
      chunkFileNames: 'chunks/[name]-[hash].js',
      // Beside these, what is imported by `await import()` becomes a chunk that costs nothing until it is needed.
      codeSplitting: {
        groups: chunksFrom(root, {
          // What main.ts imports at once: were it in a chunk with main.ts, every other would wait for the end of the program.
          base: ['src/version.ts', 'src/config/environment.ts'],
          program: ['src/cli/program.ts', 'src/cli/output.ts'],
          config: ['src/cli/open-config.ts'],
          check: ['src/cli/run-check.ts', 'src/probes/http.ts'],
        }),
      },
    },
    write: false,
  });
  for (const chunk of result.output) {
    if (chunk.type !== 'chunk') throw new Error(`the bundle has a file that is not code: ${chunk.fileName}`);
    const path = join(folder, chunk.fileName);
    await mkdir(dirname(path), { recursive: true });
    if (chunk.isEntry) await writeFile(path, withShebang(chunk.code), { mode: 0o755 });
    else await writeFile(path, chunk.code);
  }
  return inputsOf(result);
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function buildDashboard(root, folder) {
  if (!existsSync(join(root, 'web', 'index.html'))) return [];
  const { buildWeb } = await import('./build-web.mjs');
  return buildWeb(root, join(folder, 'web'));
}

/** @param {string} root */
async function buildDemo(root) {
  await bundle({
    root,
    input: { demo: './demo/demo.ts' },
    external: [/^[^./]/],
    output: { file: 'build/demo.js' },
  });
}

/** @param {string} text */
function withShebang(text) {
  return text.startsWith('#!') ? text : `#!/usr/bin/env node\n${text}`;
}

/**
 * @param {string} target
 * @param {string} replacement
 */
async function swap(target, replacement) {
  const old = `${replacement}-old`;
  if (existsSync(target)) await rename(target, old);
  await rename(replacement, target);
  await rm(old, { recursive: true, force: true });
}

/**
 * Prints the errors of a bundle with the lines they are about; whatever else was thrown is a defect.
 *
 * @param {unknown} error
 */
function explain(error) {
  if (!(error instanceof Error) || !('errors' in error)) throw error;
  const text = error.message.trimEnd();
  console.error(process.stderr.isTTY ? text : stripVTControlCharacters(text));
  return 1;
}
