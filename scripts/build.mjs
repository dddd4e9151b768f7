// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle, formatMessages } from 'esbuild';
import { axiosWithoutAdapters, builtinsForCommonJs, zodByName } from './esbuild-plugins.mjs';
import { commitOf, fingerprint } from './fingerprint.mjs';
import { noticesOf, packagesIn } from './notices.mjs';
import { projectRoot } from './run.mjs';
import { runScript } from './setup.mjs';

await runScript(() => build(projectRoot).then(() => 0, explain));

/**
 * Builds the program into dist/ and the demo into build/demo.js. What was there stays until the new is complete.
 *
 * @param {string} root
 */
async function build(root) {
  const print = fingerprint(root);
  const folder = join(root, 'build', `dist-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  try {
    const { inputs } = await buildProgram(root, folder);
    await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await noticesOf(root, packagesIn(inputs)));
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
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: { svcmon: 'src/main.ts' },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // What is imported by `await import()` becomes a chunk that costs nothing until it is needed.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Names stay as they are: stack traces remain readable and error classes keep theirs. They are a tenth of the size.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    define: { __SVCMON_VERSION__: JSON.stringify(version), __SVCMON_COMMIT__: JSON.stringify(commitOf(root)) },
    // Finds its compiled part beside its own files.
    external: ['@photostructure/sqlite'],
    plugins: [builtinsForCommonJs, axiosWithoutAdapters, zodByName],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  for (const { path, text } of result.outputFiles) {
    const isProgram = path === join(folder, 'svcmon.js');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, isProgram ? withShebang(text) : text, { mode: isProgram ? 0o755 : 0o644 });
  }
  return result.metafile;
}

/** @param {string} root */
async function buildDemo(root) {
  await bundle({
    absWorkingDir: root,
    entryPoints: ['demo/demo.ts'],
    outfile: 'build/demo.js',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'silent',
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
async function explain(error) {
  const errors = /** @type {Partial<import('esbuild').BuildFailure>} */ (error).errors;
  if (errors === undefined) throw error;
  const texts = await formatMessages(errors, { kind: 'error', color: process.stderr.isTTY });
  console.error(texts.join('\n').trimEnd());
  return 1;
}
