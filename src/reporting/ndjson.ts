import type { ServiceLine, SummaryLine } from './check-report-schema.ts';
import { toDocument } from './document.ts';
import { defineFormat } from './format.ts';

/** One JSON object per line: `svcmon.check.service/v1` for each service, then `svcmon.check.summary/v1`. */
export const ndjson = defineFormat({
  name: 'ndjson',
  summary: 'one JSON object per line: each service, then the summary',
  extensions: ['ndjson', 'jsonl'],
  render(report) {
    const { schema: _, services, ...run } = toDocument(report);
    const lines: readonly (ServiceLine | SummaryLine)[] = [
      ...services.map((service): ServiceLine => ({ schema: 'svcmon.check.service/v1', ...service })),
      { schema: 'svcmon.check.summary/v1', ...run },
    ];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  },
});
