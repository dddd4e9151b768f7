import { z } from 'zod';
import { reportFormats } from '../domain/report-format.ts';
import { reportUnits } from '../domain/report-period.ts';
import { nameKey } from './service-schema.ts';

const scheduleKeys = z.strictObject({
  name: nameKey().describe('Unique; by it svcmon knows which reports were made already.'),
  when: z.string().min(1).describe('When it is made: a cron pattern of five fields in the zone of the reports.'),
  period: z.enum(reportUnits).default('month').describe('Of which the last one that is over is reported.'),
  formats: z
    .array(z.enum(reportFormats))
    .min(1, { error: 'name at least one format' })
    .default(['html'])
    .describe('How it is written; a file for each.'),
  channels: z
    .array(nameKey())
    .default([])
    .describe('To whom it is sent: by mail with the files attached, elsewhere as text.'),
});

/** The `reports:` of a file. */
export const reportsKeys = z.strictObject({
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .describe('The IANA zone of days, months and the like in reports and in the windows of an `slo`.'),
  directory: z
    .string()
    .min(1)
    .default('reports')
    .describe('Folder of the reports, below the working directory unless absolute.'),
  schedule: z.array(scheduleKeys).default([]).describe('Reports that `svcmon monitor` makes by itself.'),
});
