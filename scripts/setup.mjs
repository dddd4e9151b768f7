// @ts-check
// Makes a fresh clone ready to run. Uses nothing but Node.js itself: it runs before the packages are there.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exclusively } from './exclusively.mjs';
import { fingerprint } from './fingerprint.mjs';
import { projectRoot, run, ScriptError } from './run.mjs';

/**
 * @typedef {object} SetupOptions
 * @property {string} [root] The folder of package.json.
 * @property {readonly string[]} [npm] The command that is npm.
 * @property {(line: string) => void} [say] Tells people what is done; stderr, so that stdout is the command's that was asked for.
 */

/**
 * Runs a script: resolves its exit code, and says in one sentence what stands in the way, such as a Node.js that is too old.
 *
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  try {
    const problem = nodeProblem(process.versions.node, readJson(join(projectRoot, 'package.json')).engines.node);
    if (problem) throw new ScriptError(problem);
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(`svcmon: ${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * What is wrong with this version of Node.js, or undefined.
 *
 * @param {string} version e.g. `20.20.2`
 * @param {string} range the `engines` of package.json, of the form `>=20.19`
 */
export function nodeProblem(version, range) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = range.replace('>=', '').split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `Node.js ${leastMajor}.${leastMinor} or newer is needed and this is ${version}: install a newer one, for example from https://nodejs.org.`;
}

/**
 * Installs the packages of package-lock.json unless they are there; resolves whether it did. Rejects with a ScriptError where npm fails.
 *
 * @param {SetupOptions} [options]
 */
export function ensureInstalled({ root = projectRoot, npm = npmCommand(), say = console.error } = {}) {
  return onceWhile(
    () => installProblem(root),
    { root, say },
    async (problem) => {
      say(`svcmon: ${problem}: running npm ci …`);
      const startedAt = Date.now();
      const [command = 'npm', ...args] = npm;
      // Development packages too, whatever NODE_ENV says: the build and the tests need them. What npm prints goes to
      // stderr, so that the standard output belongs to the command that was asked for.
      const code = await run(command, [...args, 'ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
        cwd: root,
        stdio: ['ignore', 2, 2],
      });
      if (code !== 0) {
        throw new ScriptError(
          `npm ci failed with exit code ${code}; what it said is above. See whether this machine reaches the package registry (npm ping), then try again.`,
        );
      }
      const left = installProblem(root);
      if (left) throw new ScriptError(`npm ci ended well, yet ${left}. Remove the folder node_modules and try again.`);
      say(`svcmon: packages installed in ${seconds(startedAt)}`);
    },
  );
}

/**
 * Builds dist/ unless it was built from the very sources that are here; resolves whether it did. Rejects with a ScriptError where the build fails.
 *
 * @param {Pick<SetupOptions, 'root' | 'say'>} [options]
 */
export function ensureBuilt({ root = projectRoot, say = console.error } = {}) {
  return onceWhile(
    () => buildProblem(root),
    { root, say },
    async (problem) => {
      const startedAt = Date.now();
      const code = await run(process.execPath, [join('scripts', 'build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
      if (code !== 0) throw new ScriptError('the build failed; what it said is above.');
      say(`svcmon: ${problem}: built in ${seconds(startedAt)}`);
    },
  );
}

/**
 * Why the packages must be installed, or undefined where node_modules holds what package-lock.json says.
 * npm writes its own record last, so an installation that was interrupted has none.
 *
 * @param {string} root
 */
export function installProblem(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'the packages are not installed';
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const present = readJson(record).packages;
  /** @param {{ version?: string, integrity?: string } | undefined} entry */
  const identity = (entry) => entry && `${entry.version} ${entry.integrity}`;
  const same = (/** @type {string} */ path) => identity(wanted[path]) === identity(present[path]);
  // Optional packages are missing where they are for another platform.
  const complete = Object.keys(wanted).every(
    (path) => path === '' || same(path) || (wanted[path].optional && !present[path]),
  );
  return complete && Object.keys(present).every(same) ? undefined : 'the packages are not those of package-lock.json';
}

/**
 * Why dist/ must be built, or undefined.
 *
 * @param {string} root
 */
function buildProblem(root) {
  const record = join(root, 'dist', '.build-hash');
  if (!existsSync(record) || !existsSync(join(root, 'dist', 'svcmon.js'))) return 'the program is not built';
  return readFileSync(record, 'utf8') === fingerprint(root) ? undefined : 'the sources have changed';
}

/**
 * Mends a problem once, even where several terminals notice it at the same time; resolves whether it was there.
 *
 * @param {() => string | undefined} problemOf
 * @param {Required<Pick<SetupOptions, 'root' | 'say'>>} options
 * @param {(problem: string) => Promise<void>} mend
 */
async function onceWhile(problemOf, { root, say }, mend) {
  if (problemOf() === undefined) return false;
  const lockFile = join(root, 'build', 'setup.lock');
  const onWait = () => say('svcmon: another terminal is setting up this folder: waiting for it …');
  return exclusively({ lockFile, onWait }, async () => {
    const problem = problemOf();
    if (problem === undefined) return false;
    await mend(problem);
    return true;
  });
}

function npmCommand() {
  // The npm that runs us, by its file: a name on the PATH need not be the same one.
  const running = process.env.npm_execpath;
  return running && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

/** @param {number} startedAt */
function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
