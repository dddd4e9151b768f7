import { z } from 'zod';
import { secretUrlKey } from '../channels/option-keys.ts';
import { bakeTimeLimits } from '../domain/deployment-request.ts';
import { durationKey } from '../domain/duration.ts';

const ownKeys = {
  bake_time: durationKey(bakeTimeLimits)
    .optional()
    .describe('For how long this service is watched after a deployment.'),
  rollback_webhook: secretUrlKey().optional().describe('Where a rollback of this service is told.'),
};

/** The `deployments:` of a service. */
export const serviceDeployments = z.strictObject(ownKeys);

/** The `deployments:` of a file. */
export const deploymentsKeys = z.strictObject({
  bake_time: durationKey(bakeTimeLimits)
    .prefault('10m')
    .describe('For how long a service is watched after a deployment, unless told otherwise.'),
  rollback_webhook: secretUrlKey()
    .optional()
    .describe('Where a rollback is told: the deployment is posted there as JSON, until it is taken.'),
});
