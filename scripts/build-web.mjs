// @ts-check
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What all of the dashboard's script may weigh, compressed. */
const mostScriptBytes = 100_000;

/**
 * Builds the dashboard of web/ into a folder; resolves with the paths of what it is made from. Rejects where its script is too heavy.
 *
 * @param {string} root
 * @param {string} folder
 */
export async function buildWeb(root, folder) {
  const result = await build({
    root: join(root, 'web'),
    configFile: false,
    envFile: false,
    // Addresses are relative to the `<base>` of the page, which the server writes.
    base: './',
    logLevel: 'silent',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      // A file inside of another would need a content security policy that lets it.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []));
  const bytes = chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  if (bytes > mostScriptBytes) {
    throw new Error(`the dashboard's script is ${bytes} bytes compressed, more than ${mostScriptBytes}`);
  }
  return chunks.flatMap(({ modules }) => Object.keys(modules));
}
