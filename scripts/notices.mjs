// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folders of the packages that a bundle is made from, sorted.
 *
 * @param {readonly string[]} paths
 */
export function packagesIn(paths) {
  const folders = paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/**
 * The licences of the packages inside the bundle, as they ask to be passed on.
 *
 * @param {readonly string[]} folders
 */
export async function noticesOf(folders) {
  const notices = await Promise.all(folders.map(noticeOf));
  return `svcmon contains the following packages.\n\n${notices.join('\n\n')}\n`;
}

/** @param {string} folder */
async function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const byline = author ? `by ${author.name ?? author}` : '';
  const heading = `${name} ${version} (${license}) ${byline}`.trim();
  return [heading, '-'.repeat(heading.length), ...texts.map((text) => text.trim())].join('\n');
}
