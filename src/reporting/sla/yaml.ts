import { dump } from 'js-yaml';
import { toSlaDocument } from './document.ts';
import { defineSlaFormat } from './format.ts';

/** The same document as JSON, written as YAML 1.2. */
export const slaYaml = defineSlaFormat({
  name: 'yaml',
  summary: 'the document of json, written as YAML',
  extension: 'yaml',
  mediaType: 'application/yaml',
  // Long lines stay whole and nothing becomes an alias, so that line tools and simple parsers can read it.
  render: (report, { dataHash }) => dump(toSlaDocument(report, dataHash), { lineWidth: -1, noRefs: true }),
});
