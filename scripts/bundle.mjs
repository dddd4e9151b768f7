// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';

/**
 * Bundles for Node.js, as ES modules of readable names, what package.json does not promise to install.
 *
 * @param {{
 *   root: string,
 *   input: Readonly<Record<string, string>>,
 *   external: (string | RegExp)[],
 *   define?: Record<string, string>,
 *   output: import('rolldown').OutputOptions,
 *   write?: boolean,
 * }} options
 */
export function bundle({ root, input, external, define = {}, output, write = true }) {
  return build({
    cwd: root,
    input: { ...input },
    platform: 'node',
    // Its paths lead to types, not to code.
    tsconfig: false,
    external,
    transform: { target: 'node20.19', define },
    plugins: [axiosWithoutAdapters, fastifyWithoutTestTools],
    output: { format: 'esm', comments: { legal: false }, ...output },
    logLevel: 'silent',
    write,
  });
}

/** The paths of what a bundle is made from, without what is unused. */
export const inputsOf = (/** @type {import('rolldown').RolldownOutput} */ { output }) =>
  output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []));

/**
 * Chunks that hold all that a file imports at once: a file less to open is worth more than one that is not always needed.
 * What two of them share is in the first.
 *
 * @param {string} root
 * @param {Readonly<Record<string, readonly string[]>>} starts the files, by the name of the chunk
 * @returns {import('rolldown').CodeSplittingGroup[]}
 */
export function chunksFrom(root, starts) {
  return Object.entries(starts).map(([name, files], index, all) => {
    /** @type {Set<string> | undefined} */
    let reached;
    return {
      priority: all.length - index,
      name(id, graph) {
        reached ??= importedBy(
          files.map((file) => join(root, file)),
          (file) => graph.getModuleInfo(file)?.importedIds ?? [],
        );
        return reached.has(id) ? name : null;
      },
    };
  });
}

/**
 * @param {readonly string[]} files
 * @param {(file: string) => readonly string[]} importsOf
 */
function importedBy(files, importsOf) {
  const reached = new Set(files);
  for (const file of reached) for (const imported of importsOf(file)) reached.add(imported);
  return reached;
}

/**
 * Leaves out what fastify brings for tests: requests without a socket. A monitor gets its requests from one.
 *
 * @type {import('rolldown').Plugin}
 */
const fastifyWithoutTestTools = {
  name: 'fastify-without-test-tools',
  load: (id) => (/node_modules\/light-my-request\/index\.js$/.test(id) ? 'module.exports = undefined;' : undefined),
};

/**
 * Leaves out what axios brings for sending by itself, which src/http does in its place: adapters, redirects, proxies, multipart
 * forms. The `browser` field of axios's package.json replaces the same files. Reading the global FormData alone would cost
 * more than all of axios, since Node.js then loads its whole fetch.
 *
 * @type {import('rolldown').Plugin}
 */
const axiosWithoutAdapters = {
  name: 'axios-without-adapters',
  async load(id) {
    if (/axios\/lib\/(adapters\/(http|xhr|fetch)|platform\/node\/classes\/FormData)\.js$/.test(id)) {
      return 'export default null; export const getFetch = null;';
    }
    if (/axios\/lib\/platform\/node\/index\.js$/.test(id)) {
      return `export default { isNode: true, classes: { URLSearchParams, FormData: null, Blob: null }, protocols: ['http', 'https'] };`;
    }
    if (!/axios\/lib\/utils\.js$/.test(id)) return undefined;
    return (await readFile(id, 'utf8')).replaceAll('G.FormData', 'undefined');
  },
  generateBundle(_options, bundled) {
    const unwanted = /follow-redirects|form-data|https-proxy-agent|proxy-from-env/;
    const chunks = Object.values(bundled).flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []));
    const found = chunks.flatMap(({ modules }) => Object.keys(modules)).filter((path) => unwanted.test(path));
    if (chunks.some(({ code }) => code.includes('G.FormData'))) found.push('the global FormData');
    if (found.length > 0) this.error(`axios brings ${found.join(', ')} again: mend this plugin`);
  },
};
