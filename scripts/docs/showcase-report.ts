import { dataHashOf } from '../../src/reporting/sla/document.ts';
import { slaHtml } from '../../src/reporting/sla/html.ts';
import { slaJson } from '../../src/reporting/sla/json.ts';
import { exampleStories, slaReportOf } from '../../test/support/sla-report-example.ts';

const report = slaReportOf(exampleStories);
const header = { version: '0.1.0', dataHash: dataHashOf(report), generatedAt: Date.UTC(2026, 10, 1, 5) };

/** The SLA report of the month that the pictures show. */
export function october(): unknown {
  return JSON.parse(slaJson.render(report, header));
}

/** The same as one file to hand to a customer. */
export function htmlReport(): string {
  return slaHtml.render(report, header);
}
