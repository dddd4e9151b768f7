// @ts-check
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { packagesIn } from './notices.mjs';

/** CommonJS packages ask for Node's own modules by `require`, which ES modules do not have. */
export const builtinsForCommonJs = /** @type {import('esbuild').Plugin} */ ({
  name: 'builtins-for-commonjs',
  setup({ onResolve, onLoad }) {
    const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
    onResolve({ filter: /.*/ }, ({ path, kind }) =>
      kind === 'require-call' && builtins.has(path) ? { path, namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
});

/**
 * Leaves out what axios brings for sending by itself, which src/http does in its place: adapters, redirects, proxies, multipart
 * forms. The `browser` field of axios's package.json replaces the same files. Reading the global FormData alone would cost
 * more than all of axios, since Node.js then loads its whole fetch.
 */
export const axiosWithoutAdapters = /** @type {import('esbuild').Plugin} */ ({
  name: 'axios-without-adapters',
  setup({ onLoad, onEnd }) {
    onLoad({ filter: /axios\/lib\/(adapters\/(http|xhr|fetch)|platform\/node\/classes\/FormData)\.js$/ }, () => ({
      contents: 'export default null; export const getFetch = null;',
    }));
    onLoad({ filter: /axios\/lib\/platform\/node\/index\.js$/ }, () => ({
      contents: `export default { isNode: true, classes: { URLSearchParams, FormData: null, Blob: null }, protocols: ['http', 'https'] };`,
    }));
    onLoad({ filter: /axios\/lib\/utils\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('G.FormData', 'undefined'),
    }));
    onEnd(({ outputFiles = [], metafile }) => {
      const unwanted = /follow-redirects|form-data|https-proxy-agent|proxy-from-env/;
      const found = packagesIn(metafile?.inputs ?? {}).filter((path) => unwanted.test(path));
      if (outputFiles.some(({ text }) => text.includes('G.FormData'))) found.push('the global FormData');
      return { errors: found.map((what) => ({ text: `axios brings ${what} again: mend this plugin` })) };
    });
  },
});

/** esbuild drops what is unused of `import * as z`, but not of the same names behind `import { z }`: a third of the size. */
export const zodByName = /** @type {import('esbuild').Plugin} */ ({
  name: 'zod-by-name',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace("import { z } from 'zod';", "import * as z from 'zod';"),
      loader: 'ts',
    }));
  },
});
