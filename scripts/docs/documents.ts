import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument } from '../../src/api/openapi.ts';
import { routes } from '../../src/api/registry.ts';
import { schemes } from '../../src/auth/registry.ts';
import { commands } from '../../src/cli/program.ts';
import { everyKind } from '../../src/config/choose-kinds.ts';
import { diskFiles } from '../../src/config/file-text.ts';
import type { Kinds } from '../../src/config/interpret.ts';
import { schemaFileText } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblems } from '../../src/config/problem.ts';
import { fillTables, referenceTables } from '../../src/config/reference.ts';
import { judgedReasons } from '../../src/domain/check-result.ts';
import { failureReasons } from '../../src/domain/failure.ts';
import { checkReportJsonSchema } from '../../src/reporting/check-report-schema.ts';
import { formats } from '../../src/reporting/registry.ts';
import { slaReportJsonSchema } from '../../src/reporting/sla/schema.ts';
import { apiTypes } from './api-types.ts';
import { outputJsonSchema } from './output-documents.ts';
import { outputTables } from './output-tables.ts';

/** Every document that holds something generated, by its path below the root, as it should be. */
export async function documents(root: string): Promise<ReadonlyMap<string, string>> {
  const read = (path: string) => readFile(join(root, path), 'utf8');
  const kinds = await everyKind();
  return new Map([
    ['README.md', fillTables(await read('README.md'), await readmeTables(kinds))],
    ['docs/configuration.md', fillTables(await read('docs/configuration.md'), referenceTables(kinds))],
    ['docs/output.md', fillTables(await read('docs/output.md'), outputTables())],
    ['config/services.schema.json', schemaFileText(kinds)],
    ['config/check-report.schema.json', `${JSON.stringify(checkReportJsonSchema(), null, 2)}\n`],
    ['config/sla-report.schema.json', `${JSON.stringify(slaReportJsonSchema(), null, 2)}\n`],
    ['web/src/api/schema.ts', apiTypes()],
    [
      'docs/openapi.json',
      `${JSON.stringify(openApiDocument(routes, { basePath: '', version: JSON.parse(await read('package.json')).version }), null, 2)}\n`,
    ],
    ['config/output.schema.json', `${JSON.stringify(outputJsonSchema(), null, 2)}\n`],
  ]);
}

async function readmeTables({ probes, channels }: Kinds): Promise<ReadonlyMap<string, string>> {
  const reasons = [
    ...Object.entries(judgedReasons).map(([reason, means]) => [reason, means] as const),
    ...Object.entries(failureReasons).map(([reason, { means }]) => [reason, means] as const),
  ];
  return new Map([
    [
      'commands',
      table(
        ['command', 'what it does'],
        commands.map(({ name, summary }) => [code(`svcmon ${name}`), summary]),
      ),
    ],
    [
      'formats',
      table(
        ['`-o`', 'extension', 'what it is'],
        formats.map(({ name, extensions, summary }) => [code(name), extensions.join(', '), summary]),
      ),
    ],
    [
      'reasons',
      table(
        ['reason', 'meaning'],
        reasons.map(([reason, means]) => [code(reason), means]),
      ),
    ],
    [
      'types',
      table(
        ['type', 'what it does'],
        probes.map(({ type, summary }) => [code(type), summary]),
      ),
    ],
    [
      'schemes',
      table(
        ['`auth`', 'what it does'],
        schemes.map(({ type, summary }) => [code(type), summary]),
      ),
    ],
    [
      'channels',
      table(
        ['channel', 'what it does'],
        channels.map(({ type, summary }) => [code(type), summary]),
      ),
    ],
    ['problems', await problemsExample()],
  ]);
}

const broken = `services:
  - name: checkout
    url: htp://shop.example/health
    timout: 5s
    timeout: 5 sec
    assertions: [json.status = "pass"]
`;

/** What validate says of a file with the mistakes people make. */
async function problemsExample(): Promise<string> {
  const files = { ...diskFiles, read: async () => ({ ok: true as const, text: broken, readableByOthers: false }) };
  const loaded = await loadConfig({ path: 'services.yaml', environment: {}, files });
  if (loaded.ok) throw new Error('the example of a broken configuration has no problems');
  return `\`\`\`text\n${formatProblems(loaded.problems, loaded.sources, { color: false })}\`\`\`\n`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('');
}

function code(text: string): string {
  return `\`${text}\``;
}
