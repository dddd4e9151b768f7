import type { z } from 'zod';
import type { DeploymentSettings } from '../domain/service.ts';
import type { serviceDeployments } from './deployments-schema.ts';

/** The `deployments:` of a service or a file, in the words of the domain. */
export function toDeploymentSettings({
  bake_time: bakeTimeMs,
  rollback_webhook: rollbackWebhook,
}: z.output<typeof serviceDeployments>): DeploymentSettings {
  return { ...(bakeTimeMs !== undefined && { bakeTimeMs }), ...(rollbackWebhook !== undefined && { rollbackWebhook }) };
}
