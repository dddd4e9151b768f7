// @ts-check
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src',
  'demo',
  'web',
  'config/services.schema.json',
  'scripts/build.mjs',
  'scripts/build-web.mjs',
  'scripts/bundle.mjs',
  'scripts/notices.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * A hash of everything the build is made from: the same hash, the same dist/.
 *
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256').update(commitOf(root));
  for (const path of inputs.flatMap((input) => filesOf(root, input))) {
    const content = readFileSync(join(root, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * The abbreviated commit of a git work tree; `unknown` for a folder that is not the top of one.
 *
 * @param {string} root
 */
export function commitOf(root) {
  try {
    const args = ['rev-parse', '--show-cdup', '--short=12', 'HEAD'];
    const output = execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [upwards, commit] = output.split('\n');
    return upwards === '' && commit ? commit : 'unknown';
  } catch {
    return 'unknown';
  }
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {readonly string[]}
 */
function filesOf(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .map((name) => `${path}/${name.replaceAll('\\', '/')}`)
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}
