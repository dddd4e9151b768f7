import { z } from 'zod';

function lineKey(most: number) {
  return z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, { error: 'must not contain control characters' })
    .regex(/^(?!\s)(?:.*\S)?$/u, { error: 'must not begin or end with a blank' });
}

/** Shortest and longest time for which a release may be watched, ms. */
export const bakeTimeLimits = { minMs: 10_000, maxMs: 86_400_000 } as const;

/** What is told of a deployment. */
export const deploymentRequest = z.strictObject({
  service: lineKey(100).describe('The service that was deployed.'),
  version: lineKey(100).describe('What people call the release.'),
  environment: lineKey(100).describe('Where it was deployed to, such as `production`.'),
  commit: lineKey(100).optional().describe('What it was built from.'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(2_000)
    .optional()
    .describe('Where people find it: a pipeline, a release.'),
  by: lineKey(100).optional().describe('Who did it.'),
  bake_time_ms: z
    .int()
    .min(bakeTimeLimits.minMs)
    .max(bakeTimeLimits.maxMs)
    .optional()
    .describe('For how long the service is watched; what the configuration says without it.'),
});

export type DeploymentRequest = z.output<typeof deploymentRequest>;

/** What is told of a rollback. */
export const rollbackRequest = z.strictObject({
  by: lineKey(100).optional().describe('Who does it.'),
  reason: lineKey(500).optional().describe('Why, for whoever wonders.'),
});
