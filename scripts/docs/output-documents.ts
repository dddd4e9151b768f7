import { z } from 'zod';
import { alertDocumentSchema } from '../../src/channels/alert-document-schema.ts';
import { checkReportSchema, serviceLineSchema, summaryLineSchema } from '../../src/reporting/check-report-schema.ts';
import { deploymentSchema, deploymentsSchema, gateSchema } from '../../src/reporting/deployment-schema.ts';
import { doctorSchema } from '../../src/reporting/doctor-schema.ts';
import { heartbeatsSchema } from '../../src/reporting/heartbeat-schema.ts';
import { historyOverviewSchema, historySchema } from '../../src/reporting/history-schema.ts';
import { importSchema } from '../../src/reporting/import-schema.ts';
import { incidentStorySchema, incidentsSchema } from '../../src/reporting/incident-schema.ts';
import { listSchema } from '../../src/reporting/list-schema.ts';
import { alertsSchema, explanationSchema } from '../../src/reporting/message-schema.ts';
import { monitorLineSchema } from '../../src/reporting/monitor-lines.ts';
import {
  maintenanceSchema,
  maintenanceWindowSchema,
  silenceSchema,
  silencesSchema,
} from '../../src/reporting/silence-schema.ts';
import { slaReportSchema } from '../../src/reporting/sla/schema.ts';
import { statusSchema } from '../../src/reporting/status-schema.ts';
import { tokensSchema } from '../../src/reporting/token-schema.ts';

/** The schema of every JSON document that a command writes, by the name of its table in docs/output.md. */
export const outputDocuments: Readonly<Record<string, z.ZodObject>> = {
  check: checkReportSchema,
  'check-service': serviceLineSchema,
  'check-summary': summaryLineSchema,
  list: listSchema,
  status: statusSchema,
  'history-overview': historyOverviewSchema,
  history: historySchema,
  import: importSchema,
  heartbeats: heartbeatsSchema,
  'sla-report': slaReportSchema,
  incidents: incidentsSchema,
  incident: incidentStorySchema,
  silences: silencesSchema,
  silence: silenceSchema,
  maintenance: maintenanceSchema,
  'maintenance-window': maintenanceWindowSchema,
  deployments: deploymentsSchema,
  deployment: deploymentSchema,
  gate: gateSchema,
  alerts: alertsSchema,
  explanation: explanationSchema,
  tokens: tokensSchema,
  doctor: doctorSchema,
  'alert-file': alertDocumentSchema,
  ...Object.fromEntries(
    monitorLineSchema.options.map((line) => [`monitor-${line.shape.schema.value.split(/[./]/)[2]}`, line]),
  ),
};

/** JSON Schema (draft 2020-12) of every document that says by `schema` what it is, but of those that have a file of their own: config/output.schema.json. */
export function outputJsonSchema(): z.core.JSONSchema.BaseSchema {
  const { check: _, 'alert-file': __, 'sla-report': ___, ...documents } = outputDocuments;
  return z.toJSONSchema(
    z.union(Object.values(documents)).meta({
      title: 'svcmon output',
      description: 'Written by the commands of svcmon with -o json or -o ndjson, told apart by "schema".',
    }),
    { target: 'draft-2020-12', reused: 'ref' },
  );
}
