import { schemes } from '../auth/registry.ts';
import type { FactTable } from '../domain/fact.ts';
import { answerFunctions } from '../domain/functions/answer-functions.ts';
import { groupKeys } from './groups-schema.ts';
import type { Kinds } from './interpret.ts';
import { channelTypeSchema, probeSchema, schemeSchema, toJson } from './json-schema.ts';
import { type ReferenceRow, referenceRows } from './reference-rows.ts';
import { fileKeys } from './schema.ts';
import { commonKeys } from './service-schema.ts';

/** The tables of docs/configuration.md by the name of their marker, as Markdown. */
export function referenceTables({ probes, channels }: Kinds): ReadonlyMap<string, string> {
  const file = referenceRows(toJson(fileKeys));
  const isBelow = (prefix: string) => (row: ReferenceRow) => row.key.startsWith(prefix);
  const common = Object.keys(commonKeys.shape);
  return new Map([
    ['file', keyTable(file.filter(({ key }) => !key.includes('.')))],
    ['service', keyTable(referenceRows(toJson(commonKeys)))],
    ['monitoring', keyTable(file.filter(isBelow('monitoring.')))],
    ['alerts', keyTable(file.filter(isBelow('alerts.')))],
    ['maintenance', keyTable(file.filter(isBelow('maintenance[].')))],
    ['reports', keyTable(file.filter(isBelow('reports.')))],
    ['deployments', keyTable(file.filter(isBelow('deployments.')))],
    ['groups', keyTable(referenceRows(toJson(groupKeys), 'groups.NAME.'))],
    ['storage', keyTable(file.filter(isBelow('storage.')))],
    ['server', keyTable(file.filter(isBelow('server.')))],
    ['metrics', keyTable(file.filter(isBelow('metrics.')))],
    ...probes.map((probe): [string, string] => {
      const rows = referenceRows(probeSchema(probe, { optionalType: probe.type === 'http' }));
      const own = rows.filter(({ key }) => !common.some((name) => isKeyOf(name, key)));
      return [`service-${probe.type}`, `${probe.summary}\n\n${keyTable(own)}`];
    }),
    ...schemes.map((scheme): [string, string] => {
      return [`auth-${scheme.type}`, `${scheme.summary}\n\n${keyTable(referenceRows(schemeSchema(scheme)))}`];
    }),
    ...channels.map((channel): [string, string] => {
      return [
        `channel-${channel.type}`,
        `${channel.summary}\n\n${keyTable(referenceRows(channelTypeSchema(channel)))}`,
      ];
    }),
    ...probes.map(({ type, facts }): [string, string] => [`facts-${type}`, factTable(facts)]),
    ['functions', functionTable()],
  ]);
}

/** A document in which everything between `<!-- generated:NAME -->` and `<!-- /generated -->` is the table of that name. */
export function fillTables(markdown: string, tables: ReadonlyMap<string, string>): string {
  return markdown.replace(
    /(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (all: string, begin: string, name: string, end: string) => {
      const table = tables.get(name);
      return table === undefined ? all : `${begin}\n${table}\n${end}`;
    },
  );
}

function isKeyOf(name: string, key: string): boolean {
  return key === name || key.startsWith(`${name}.`) || key.startsWith(`${name}[`);
}

function keyTable(rows: readonly ReferenceRow[]): string {
  const lines = rows.map(({ key, type, fallback, meaning }) => row([`\`${key}\``, type, fallback, meaning]));
  return [row(['Key', 'Value', 'Default', 'Meaning']), '|---|---|---|---|', ...lines, ''].join('\n');
}

function factTable(facts: FactTable): string {
  const lines = Object.entries(facts).map(([name, { type, describes }]) => {
    return row([
      `\`${name}\``,
      typeof type === 'string' ? `\`${type === 'dyn' ? 'any' : type}\`` : 'fields',
      describes,
    ]);
  });
  return [row(['Name', 'Type', 'What it is']), '|---|---|---|', ...lines, ''].join('\n');
}

function functionTable(): string {
  const lines = answerFunctions.map(({ usage, describes }) => row([`\`${usage}\``, describes]));
  return [row(['Function', 'What it is']), '|---|---|', ...lines, ''].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
}
