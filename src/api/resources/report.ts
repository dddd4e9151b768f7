import { z } from 'zod';
import { instant } from '../../reporting/machine-schema.ts';
import { slaReportSchema } from '../../reporting/sla/schema.ts';

/** The months a report can be made of. */
export const reportMonthsSchema = z
  .strictObject({
    timezone: z.string().describe('the IANA zone of the calendar'),
    months: z.array(z.strictObject({ month: z.string().describe('such as `2026-11`'), from: instant, to: instant })),
  })
  .meta({ id: 'ReportMonths', description: 'The months that anything is stored of, newest first.' });

export type ReportMonthsResource = z.infer<typeof reportMonthsSchema>;

/** The SLA report as JSON. */
export const slaReportResource = slaReportSchema.meta({
  id: 'SlaReport',
  description: 'As svcmon report --format json writes it; docs/reports.md explains the figures.',
});
