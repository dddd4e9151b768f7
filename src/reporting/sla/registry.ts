import type { ReportFormat } from '../../domain/report-format.ts';
import { slaCsv } from './csv.ts';
import type { SlaFormat } from './format.ts';
import { slaHtml } from './html.ts';
import { slaJson } from './json.ts';
import { slaMarkdown } from './markdown.ts';
import { slaXml } from './xml.ts';
import { slaYaml } from './yaml.ts';

/** Every way to write an SLA report, in the order the documentation lists them. */
export const slaFormats: readonly SlaFormat[] = [slaHtml, slaMarkdown, slaCsv, slaJson, slaYaml, slaXml];

/** The formats of these names, as given to `--format`. */
export function slaFormatsNamed(names: readonly ReportFormat[]): readonly SlaFormat[] {
  return slaFormats.filter(({ name }) => names.includes(name));
}

/** The format that a file name's extension chooses, whatever its case; undefined for an unknown or missing one. */
export function slaFormatByExtension(file: string): SlaFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  const usual = extension === 'yml' ? 'yaml' : extension === 'htm' ? 'html' : extension;
  return slaFormats.find((format) => format.extension === usual);
}
