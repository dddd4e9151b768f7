import { toDocument } from './document.ts';
import { defineFormat } from './format.ts';

/** One JSON document, schema `svcmon.check/v1` (see check-report-schema.ts). */
export const json = defineFormat({
  name: 'json',
  summary: 'one JSON document with a versioned schema, for programs',
  extensions: ['json'],
  render: (report) => `${JSON.stringify(toDocument(report), undefined, 2)}\n`,
});
