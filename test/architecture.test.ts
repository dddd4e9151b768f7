import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import config from '../.dependency-cruiser.mjs';
import { cruiseFiles, cruiseSources } from './support/import-rules.ts';
import { sourceRules, violationsIn } from './support/source-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|js)$/.test(name))
  .map((name) => `src/${name}`);

describe('the imports of src', () => {
  test('follow every rule, and every file was looked at', async () => {
    const { files, violations } = await cruiseSources(root);
    expect(violations).toEqual([]);
    expect(files.toSorted()).toEqual(sources.toSorted());
  });

  test('may be those of a project in which everything is in its place', async () => {
    expect((await cruiseFiles(tidy)).violations).toEqual([]);
  });

  test.each<[rule: string, found: string, planted: Record<string, string>]>([
    [
      'imports point down, never up',
      'src/domain/verdict.ts → src/http/client.ts',
      { 'src/domain/verdict.ts': "import type { Client } from '../http/client.ts';\nexport type Verdict = Client;" },
    ],
    [
      'imports point down, never up',
      'src/http/client.ts → src/cli/program.ts',
      { 'src/http/client.ts': "export const client = () => import('../cli/program.ts');" },
    ],
    [
      'folders on one floor do not import each other',
      'src/http/client.ts → src/resilience/retry.ts',
      {
        'src/http/client.ts': "export { retry as client } from '../resilience/retry.ts';\nexport type Client = string;",
        'src/resilience/retry.ts': 'export const retry = 1;',
      },
    ],
    [
      'no import leads back to where it started',
      'src/domain/health.ts → src/domain/verdict.ts',
      {
        'src/domain/verdict.ts': "import type { Health } from './health.ts';\nexport type Verdict = Health | 1;",
        'src/domain/health.ts': "import type { Verdict } from './verdict.ts';\nexport type Health = Verdict | 2;",
      },
    ],
    [
      'the domain imports nothing but itself and pure packages',
      'src/domain/verdict.ts → crypto',
      {
        'src/domain/verdict.ts':
          "import { randomUUID } from 'node:crypto';\nexport type Verdict = ReturnType<typeof randomUUID>;",
      },
    ],
    [
      'the domain imports nothing but itself and pure packages',
      'src/domain/verdict.ts → node_modules/axios/index.js',
      { 'src/domain/verdict.ts': "import type { Axios } from 'axios';\nexport type Verdict = Axios;" },
    ],
    [
      'a kind knows neither its siblings nor its registry',
      'src/probes/http.ts → src/probes/tcp.ts',
      { 'src/probes/http.ts': `${probe('http')}\nexport { tcp } from './tcp.ts';` },
    ],
    [
      'a kind knows neither its siblings nor its registry',
      'src/probes/tls-facts.ts → src/probes/tcp.ts',
      { 'src/probes/tls-facts.ts': "export { tcp } from './tcp.ts';" },
    ],
    [
      'a kind knows neither its siblings nor its registry',
      'src/probes/http.ts → src/probes/registry.ts',
      { 'src/probes/http.ts': `${probe('http')}\nexport const all = () => import('./registry.ts');` },
    ],
    [
      'a kind knows neither its siblings nor its registry',
      'src/cli/commands/list.ts → src/cli/commands/check.ts',
      {
        'src/cli/commands/check.ts': 'export const check = defineCommand<{ json: boolean }>({});',
        'src/cli/commands/list.ts': "export { check as list } from './check.ts';",
      },
    ],
    [
      'every file of src stands on a floor',
      'src/main.ts → src/helpers/text.ts',
      { 'src/main.ts': "import './helpers/text.ts';\nimport './cli/program.ts';", 'src/helpers/text.ts': 'export {};' },
    ],
    [
      'src imports nothing that is not shipped',
      'src/cli/program.ts → test/support/clock.ts',
      { 'src/cli/program.ts': "import '../../test/support/clock.ts';", 'test/support/clock.ts': 'export {};' },
    ],
    [
      'src imports only packages that are declared for it',
      'src/http/client.ts → node_modules/vitest/index.js',
      { 'src/http/client.ts': "import { test } from 'vitest';\nexport type Client = typeof test;" },
    ],
    [
      'src imports only packages that are declared for it',
      'src/http/client.ts → node_modules/form-data/index.js',
      { 'src/http/client.ts': "import form from 'form-data';\nexport type Client = typeof form;" },
    ],
    [
      'every import leads to a file',
      'src/http/client.ts → ./gone.ts',
      { 'src/http/client.ts': "import './gone.ts';\nexport type Client = string;" },
    ],
    [
      'nothing imports main',
      'src/cli/program.ts → src/main.ts',
      { 'src/cli/program.ts': "import type {} from '../main.ts';", 'src/main.ts': 'export {};' },
    ],
    [
      'no file stands alone',
      'src/domain/forgotten.ts → src/domain/forgotten.ts',
      { 'src/domain/forgotten.ts': 'export {};' },
    ],
  ])('break the rule "%s": %s', async (rule, found, planted) => {
    const { violations } = await cruiseFiles({ ...tidy, ...planted });
    expect(violations).toContain(`${rule}: ${found}`);
  });

  test('have a planted violation for every rule', async () => {
    const planted = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    const untested = (config.forbidden ?? [])
      .map(({ name }) => name ?? '')
      .filter((name) => !planted.includes(`'${name}'`));
    expect(untested).toEqual([]);
  });
});

describe('the text of src', () => {
  test('follows every rule', () => {
    expect(
      sources.flatMap((path) =>
        violationsIn(path, readFileSync(`${root}/${path}`, 'utf8')).map((text) => `${path}: ${text}`),
      ),
    ).toEqual([]);
  });

  test.each([
    ['only main ends the process or writes to its streams', 'src/cli/program.ts', 'process.exit(1);'],
    ['only main ends the process or writes to its streams', 'src/cli/program.ts', 'process.exitCode = 1;'],
    ['only main ends the process or writes to its streams', 'src/http/client.ts', "process.stdout.write('x');"],
    [
      'only main ends the process or writes to its streams',
      'src/http/client.ts',
      "import { stderr } from 'node:process'; stderr.end();",
    ],
    ['only main ends the process or writes to its streams', 'src/monitor/checker.ts', 'console.log(1);'],
    ['only the configuration reads environment variables', 'src/app/app.ts', 'f(process.env.HOME);'],
    ['only the configuration reads environment variables', 'src/app/app.ts', "f(process['env']);"],
    [
      'only the configuration reads environment variables',
      'src/main.ts',
      'const { argv, env } = process; f(argv, env);',
    ],
    ['the domain has neither clock nor randomness', 'src/domain/health.ts', 'f(Date.now());'],
    ['the domain has neither clock nor randomness', 'src/domain/health.ts', 'f(new Date());'],
    ['the domain has neither clock nor randomness', 'src/domain/health.ts', 'f(performance.now());'],
    ['the domain has neither clock nor randomness', 'src/domain/health.ts', 'f(Math.random());'],
    ['the domain has neither clock nor randomness', 'src/domain/health.ts', 'setTimeout(f, 1);'],
    ['nothing is decided by the text of a message', 'src/http/client.ts', "if (error.message.includes('x')) f();"],
    [
      'nothing is decided by the text of a message',
      'src/http/client.ts',
      "if ((error as Error).message?.startsWith('x')) f();",
    ],
    ['nothing is decided by the text of a message', 'src/http/client.ts', 'if (/x/.test(error.message)) f();'],
    ['nothing is decided by the text of a message', 'src/http/client.ts', "f(error.message === 'x');"],
    ['nothing is decided by the text of a message', 'src/http/client.ts', "switch (error.message) { case 'x': f(); }"],
    ['signals are joined by listening', 'src/http/client.ts', 'f(AbortSignal.any([signal, AbortSignal.timeout(1)]));'],
  ])('breaks the rule "%s" in %s: %s', (rule, path, planted) => {
    expect(violationsIn(path, planted).map((text) => text.split(': ')[0])).toEqual([rule]);
  });

  test.each([
    ['main may end the process', 'src/main.ts', 'process.exit(1);'],
    ['the output may write to the streams', 'src/cli/output.ts', 'process.stdout.write("x");'],
    ['the configuration may read the environment', 'src/config/environment.ts', 'f(process.env);'],
    ['other floors have a clock', 'src/app/app.ts', 'f(Date.now(), new Date());'],
    [
      'the domain may work with given instants',
      'src/domain/health.ts',
      'f(new Date(at).toISOString(), Date.UTC(2026, 1));',
    ],
    [
      'comments may speak of anything',
      'src/domain/health.ts',
      '/** Unlike Date.now() or process.env. */ f(); // process.exit()',
    ],
    [
      'a message may be passed on',
      'src/http/client.ts',
      "f(error.message, error.message + '!', error.message === undefined);",
    ],
  ])('%s', (_name, path, allowed) => {
    expect(violationsIn(path, allowed)).toEqual([]);
  });

  test('is held to rules that each have a planted violation', () => {
    const planted = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    expect(sourceRules.map(({ name }) => name).filter((name) => !planted.includes(`['${name}'`))).toEqual([]);
  });
});

function probe(name: string): string {
  return `export const ${name} = defineProbe({});\nimport { defineProbe } from './probe.ts';`;
}

function installed(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
    }),
    [`node_modules/${name}/index.js`]: 'export default 1;',
  };
}

/** A small project without a flaw: what is planted stands out. */
const tidy: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { axios: '1.0.0', zod: '1.0.0' },
    devDependencies: { vitest: '1.0.0' },
  }),
  ...installed('axios'),
  ...installed('zod'),
  ...installed('vitest'),
  ...installed('form-data'),
  'src/version.ts': "export const version = '1';",
  'src/domain/verdict.ts': "import { z } from 'zod';\nexport type Verdict = z;",
  'src/http/client.ts':
    "import axios from 'axios';\nimport type { Verdict } from '../domain/verdict.ts';\nexport type Client = [axios, Verdict];",
  'src/probes/probe.ts':
    "import type { Client } from '../http/client.ts';\nexport function defineProbe(probe: Client) { return probe; }",
  'src/probes/http.ts': probe('http'),
  'src/probes/tcp.ts': probe('tcp'),
  'src/probes/registry.ts':
    "import { http } from './http.ts';\nimport { tcp } from './tcp.ts';\nexport const probes = [http, tcp];",
  'src/cli/program.ts':
    "import { probes } from '../probes/registry.ts';\nimport { version } from '../version.ts';\nexport const program = [probes, version];",
  'src/main.ts': "await import('./cli/program.ts');",
};
