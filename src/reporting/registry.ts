import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { github } from './github.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { nagios } from './nagios.ts';
import { ndjson } from './ndjson.ts';
import { table } from './table.ts';
import { wide } from './wide.ts';
import { yaml } from './yaml.ts';

/** Every way to write a check report, in the order the documentation lists them. */
export const formats: readonly Format[] = [table, wide, json, yaml, ndjson, junit, github, markdown, nagios, html, csv];

/** The format of this name, as given to `-o`. */
export function formatByName(name: string): Format | undefined {
  return formats.find((format) => format.name === name);
}

/** The format that a file name's extension chooses, whatever its case; undefined for an unknown or missing one. */
export function formatByExtension(file: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  return formats.find(({ extensions }) => extension !== undefined && extensions.includes(extension));
}
