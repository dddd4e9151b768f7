// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

// The floors of ARCHITECTURE.md, ground floor first. src/main.ts stands above them; src/version.ts may be imported by all.
const floors = [
  ['domain'],
  ['http', 'process', 'resilience'],
  ['auth'],
  ['probes', 'channels', 'storage'],
  ['config', 'monitor'],
  ['reporting'],
  ['api'],
  ['app'],
  ['cli'],
];

const purePackages = [
  'zod',
  '@marcbachmann/cel-js',
  're2js',
  'croner',
  'ajv',
  'node-html-parser',
  'xpath',
  '@xmldom/xmldom',
];

// Where one file per kind stands beside its contract, and the file that lists the kinds.
const registries = {
  'src/probes': 'src/probes/registry.ts',
  'src/channels': 'src/channels/registry.ts',
  'src/auth': 'src/auth/registry.ts',
  'src/reporting': 'src/reporting/registry.ts',
  'src/reporting/sla': 'src/reporting/sla/registry.ts',
  'src/api/routes': 'src/api/registry.ts',
  'src/cli/commands': 'src/cli/program.ts',
};

/**
 * The rules for the src/ below a folder; which of its files are kinds is read from them.
 *
 * @param {string} root
 * @returns {Rule[]}
 */
export function rulesFor(root) {
  return [
    ...floors.flatMap(floorRules),
    ...Object.keys(registries).map((folder) => kindRule(root, folder)),
    ...houseRules,
  ];
}

/**
 * @param {readonly string[]} floor
 * @param {number} index
 * @returns {Rule[]}
 */
function floorRules(floor, index) {
  const here = `^src/(${floor.join('|')})/`;
  const above = floors.slice(index + 1).flat();
  return [
    {
      name: 'imports point down, never up',
      comment: 'What stands lower can be understood, tested and changed without knowing what is built on it.',
      severity: 'error',
      from: { path: here },
      to: { path: `^src/(${above.join('|')})/` },
    },
    {
      name: 'folders on one floor do not import each other',
      comment: 'Neighbours are joined by a floor above them, so that each can be replaced alone.',
      severity: 'error',
      from: { path: here },
      to: { path: here, pathNot: '^src/$1/' },
    },
  ];
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {Rule}
 */
function kindRule(root, folder) {
  const registry = registries[/** @type {keyof typeof registries} */ (folder)];
  return {
    name: 'a kind knows neither its siblings nor its registry',
    comment:
      'Adding or removing a kind touches one file and one line: what two kinds share belongs in a file of its own.',
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: exactly(registry) },
    to: { path: [registry, ...kindsIn(root, folder)].map(exactly) },
  };
}

/**
 * The files that define a kind: `export const tcp = defineProbe({`.
 *
 * @param {string} root
 * @param {string} folder
 */
function kindsIn(root, folder) {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  const definition = /^export const \w+ = define[A-Z]\w+\b/m;
  const files = readdirSync(full).filter((file) => file.endsWith('.ts'));
  return files
    .filter((file) => definition.test(readFileSync(join(full, file), 'utf8')))
    .map((file) => `${folder}/${file}`);
}

/** @param {string} path */
function exactly(path) {
  return `^${path.replaceAll('.', '\\.')}$`;
}

/** @type {Rule[]} */
const houseRules = [
  {
    name: 'every file of src stands on a floor',
    comment: 'A folder that is not in the list of floors would escape every rule about them: give it a floor there.',
    severity: 'error',
    from: {},
    to: { path: '^src/', pathNot: `^src/(${floors.flat().join('|')})/|^src/(main|version)\\.ts$` },
  },
  {
    name: 'no import leads back to where it started',
    comment: 'Files in a cycle can only be understood, loaded and tested together: they are one file in disguise.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'the domain imports nothing but itself and pure packages',
    comment: 'Without Node.js, clock or network inside it, every decision can be tested by a table.',
    severity: 'error',
    from: { path: '^src/domain/' },
    to: { pathNot: `^src/|node_modules/(${purePackages.join('|')})/` },
  },
  {
    name: 'src imports nothing that is not shipped',
    comment: 'Tests, benchmarks, the demo and scripts know the program; the program does not know them.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|bench|demo|scripts|web|dist|build)/' },
  },
  {
    name: 'src imports only packages that are declared for it',
    comment: 'A development package, or one that is only there by chance, is missing where svcmon is installed.',
    severity: 'error',
    from: { path: '^src/' },
    // A driver is an optional peer, and installed here for its tests.
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
  },
  {
    name: 'every import leads to a file',
    comment: 'An import that cannot be resolved escapes every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'nothing imports main',
    comment: 'main.ts is where the process begins and ends: importing it runs the program.',
    severity: 'error',
    from: {},
    to: { path: '^src/main\\.ts$' },
  },
  {
    name: 'no file stands alone',
    comment: 'A file that imports nothing and is imported by nothing is either dead or forgotten in a registry.',
    severity: 'error',
    from: { orphan: true, pathNot: '^src/main\\.ts$' },
    to: {},
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: rulesFor(import.meta.dirname),
  options: {
    // TypeScript 7 has no JavaScript API: without a parser of its own no .ts file would be read at all.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
