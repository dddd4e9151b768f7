import { dump } from 'js-yaml';
import { toDocument } from './document.ts';
import { defineFormat } from './format.ts';

/** The same document as JSON, written as YAML 1.2. */
export const yaml = defineFormat({
  name: 'yaml',
  summary: 'the document of json, written as YAML',
  extensions: ['yaml', 'yml'],
  // Long lines stay whole and nothing becomes an alias, so that line tools and simple parsers can read it.
  render: (report) => dump(toDocument(report), { lineWidth: -1, noRefs: true }),
});
