import { z } from 'zod';
import { file } from '../channels/file.ts';
import { slack } from '../channels/slack.ts';
import { deploymentsKeys } from './deployments-schema.ts';
import { groupsKeys } from './groups-schema.ts';
import { maintenanceKeys } from './maintenance-schema.ts';
import { metricsKeys } from './metrics-schema.ts';
import { monitoringKeys } from './monitoring-schema.ts';
import { reportsKeys } from './reports-schema.ts';
import { routingKeys } from './routes-schema.ts';
import { serverKeys } from './server-schema.ts';
import { nameKey } from './service-schema.ts';
import { storageKeys } from './storage-schema.ts';
import { globalThresholds } from './thresholds-schema.ts';

/** The keys of a channel beside those of its type. */
export const channelKeys = z.strictObject({
  name: nameKey().describe('Unique; the identity of the channel.'),
  type: z.string().describe('The kind of channel.'),
});

const alerts = z.strictObject({
  webhook_url: slack.options.shape.webhook_url
    .optional()
    .describe(
      'A Slack incoming webhook: short for a channel of type `slack`. The placeholder of the examples is never posted to.',
    ),
  email_enabled: z
    .boolean()
    .optional()
    .describe('`false` switches all channels of type `email` off, as if they were not there; they are on without it.'),
  directory: file.options.shape.directory
    .default('alerts')
    .describe('Folder that gets one JSON file per alert, below the working directory unless absolute.'),
  channels: z.array(z.unknown()).default([]).describe('Further destinations of alerts.'),
  ...routingKeys,
  thresholds: globalThresholds.prefault({}).describe('What every service is held to unless it says otherwise.'),
});

const services = z.array(z.unknown()).default([]).describe('What to check.');

/** The top level of a configuration file. Services, defaults and channels are parsed one by one, each by its type. */
export const fileKeys = z.strictObject({
  include: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .default([])
    .describe('Further files with `services:`, relative to this file; `*` and `?` stand for parts of a name.'),
  defaults: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Keys for every service whose type takes them; a service’s own keys win, nested keys one by one.'),
  services,
  monitoring: monitoringKeys.prefault({}).describe('When and how checks run.'),
  alerts: alerts.prefault({}).describe('Who is told, and from when on.'),
  maintenance: maintenanceKeys.default([]).describe('Planned work, during which nobody is told that a service fails.'),
  groups: groupsKeys.default({}).describe('How groups of services are seen as one, and what is promised for them.'),
  reports: reportsKeys.prefault({}).describe('How reports are made.'),
  deployments: deploymentsKeys.prefault({}).describe('How services are watched after a deployment.'),
  storage: storageKeys.prefault({}).describe('Where history is kept, and for how long.'),
  server: serverKeys.prefault({}).describe('Where `svcmon monitor` listens to those that call it.'),
  metrics: metricsKeys.prefault({}).describe('Who is told of the metrics of `svcmon monitor`.'),
});

/** The top level of an included file. */
export const includedKeys = z.strictObject({ services });

/** The file after parsing, its services and channels not yet read. */
export type FileOptions = z.output<typeof fileKeys>;
