import { z } from 'zod';
import { alertDocumentSchema } from '../../src/channels/alert-document-schema.ts';
import { checkReportSchema, serviceLineSchema, summaryLineSchema } from '../../src/reporting/check-report-schema.ts';
import { doctorSchema } from '../../src/reporting/doctor-schema.ts';
import { historyPeriodsSchema, historyResultsSchema, historySumsSchema } from '../../src/reporting/history-schema.ts';
import { incidentStorySchema, incidentsSchema } from '../../src/reporting/incident-schema.ts';
import { alertsSchema, explanationSchema } from '../../src/reporting/message-schema.ts';
import { monitorLineSchema } from '../../src/reporting/monitor-lines.ts';
import {
  maintenanceSchema,
  maintenanceWindowSchema,
  silenceSchema,
  silencesSchema,
} from '../../src/reporting/silence-schema.ts';
import { statusSchema } from '../../src/reporting/status-schema.ts';

/** The schema of every JSON document that a command writes, by the name of its table in docs/output.md. */
export const outputDocuments: Readonly<Record<string, z.ZodObject>> = {
  check: checkReportSchema,
  'check-service': serviceLineSchema,
  'check-summary': summaryLineSchema,
  status: statusSchema,
  'history-sums': historySumsSchema,
  'history-results': historyResultsSchema,
  'history-periods': historyPeriodsSchema,
  incidents: incidentsSchema,
  incident: incidentStorySchema,
  silences: silencesSchema,
  silence: silenceSchema,
  maintenance: maintenanceSchema,
  'maintenance-window': maintenanceWindowSchema,
  alerts: alertsSchema,
  explanation: explanationSchema,
  doctor: doctorSchema,
  'alert-file': alertDocumentSchema,
  ...Object.fromEntries(
    monitorLineSchema.options.map((line) => [`monitor-${line.shape.schema.value.split(/[./]/)[2]}`, line]),
  ),
};

/** JSON Schema (draft 2020-12) of every document that says by `schema` what it is, but of the check report, which has a file of its own: config/output.schema.json. */
export function outputJsonSchema(): z.core.JSONSchema.BaseSchema {
  const { check: _, 'alert-file': __, ...documents } = outputDocuments;
  return z.toJSONSchema(
    z.union(Object.values(documents)).meta({
      title: 'svcmon output',
      description: 'Written by the commands of svcmon with -o json or -o ndjson, told apart by "schema".',
    }),
    { target: 'draft-2020-12', reused: 'ref' },
  );
}
