import { toSlaDocument } from './document.ts';
import { defineSlaFormat } from './format.ts';

/** One JSON document, schema `svcmon.sla-report/v1` (see schema.ts): the same database and period give the same bytes. */
export const slaJson = defineSlaFormat({
  name: 'json',
  summary: 'one JSON document with a versioned schema, the same bytes for the same data',
  extension: 'json',
  mediaType: 'application/json',
  render: (report, { dataHash }) => `${JSON.stringify(toSlaDocument(report, dataHash), undefined, 2)}\n`,
});
