import { z } from 'zod';
import { deploymentStatuses, webhookStatuses } from '../domain/deployment.ts';
import { deploymentReasons } from '../domain/deployment-evidence.ts';
import { count, instant, ms } from './machine-schema.ts';

const reasons = Object.keys(deploymentReasons);

const window = z.strictObject({
  from: instant,
  to: instant,
  checks: count.describe('without those that could not look'),
  failed: count,
  p50_ms: ms.nullable().describe('of successful checks'),
  p95_ms: ms.nullable().describe('the same; null below 20 of them'),
});

const evidence = z.strictObject({
  before: window.describe('what came before the deployment: as long as its bake time, and half an hour at least'),
  after: window,
  tests: z
    .array(
      z.strictObject({
        name: z.enum(['errors', 'latency']),
        method: z.enum(['fisher_exact', 'mann_whitney']),
        p: z.number().min(0).max(1).describe('of such a difference by chance alone, one-sided'),
        effect: z
          .number()
          .describe(
            '`errors`: by how much the share of failures grew; `latency`: the chance that an answer is slower than one from before',
          ),
        worse: z.boolean().describe('too large to be chance, and large enough to matter'),
      }),
    )
    .describe('those for which there is enough'),
  reason: z
    .enum(reasons)
    .nullable()
    .describe(
      'null until it is judged; `too_few_checks`, `not_watched`, `superseded` and `removed` could not be judged',
    ),
  message: z.string(),
});

const rollback = z.strictObject({
  at: instant,
  by: z.string(),
  reason: z.string().describe('empty without one'),
  webhook: z
    .strictObject({
      status: z.enum(webhookStatuses),
      at: instant.describe('of the last attempt'),
      attempts: count,
      text: z.string().nullable().describe('how it was answered last'),
    })
    .nullable()
    .describe('null where none is configured'),
});

/** A deployment as plain data. */
export const deploymentDocumentSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  version: z.string(),
  environment: z.string(),
  commit: z.string().nullable(),
  url: z.string().nullable(),
  by: z.string().nullable(),
  bake_time_ms: ms.describe('for how long the service is watched'),
  status: z.enum(deploymentStatuses),
  created_at: instant.describe('when it was told'),
  started_at: instant.nullable().describe('when watching began'),
  ended_at: instant.nullable().describe('when it was judged'),
  evidence: evidence.nullable().describe('what was seen so far, or in the end'),
  rollback: rollback.nullable(),
});

/** What `svcmon deploy list -o json` writes. */
export const deploymentsSchema = z.strictObject({
  schema: z.literal('svcmon.deployments/v1'),
  timestamp: instant.describe('when it was written'),
  deployments: z.array(deploymentDocumentSchema).describe('newest first'),
});

/** What `svcmon deploy record -o json` and `rollback -o json` write, and what a rollback webhook is sent. */
export const deploymentSchema = z.strictObject({
  schema: z.literal('svcmon.deployment/v1'),
  deployment: deploymentDocumentSchema,
});

/** What `svcmon gate -o json` writes. */
export const gateSchema = z.strictObject({
  schema: z.literal('svcmon.gate/v1'),
  timestamp: instant.describe('when it was written'),
  service: z.string(),
  outcome: z.enum(['proven', 'failed', 'not_proven']),
  message: z.string(),
  healthy_ms: ms.describe('how long it has been healthy without a break'),
  checks: count.describe('how many were looked at'),
  waited_ms: ms,
  source: z.enum(['monitor', 'own']).describe('`own`: no monitor runs, so that the gate has checked by itself'),
});

export type DeploymentDocument = z.infer<typeof deploymentDocumentSchema>;
export type GateDocument = z.infer<typeof gateSchema>;
