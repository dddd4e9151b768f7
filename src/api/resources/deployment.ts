import { deploymentRequest, rollbackRequest } from '../../domain/deployment-request.ts';
import { deploymentDocumentSchema } from '../../reporting/deployment-schema.ts';
import { pageOf } from './page.ts';

/** A release, and what was seen of its service after it. */
export const deploymentResourceSchema = deploymentDocumentSchema.meta({
  id: 'Deployment',
  description: 'A release of one service, and what was seen of the service after it.',
});

/** A page of deployments. */
export const deploymentPageSchema = pageOf('DeploymentPage', deploymentResourceSchema);

/** What a deployment is made from. */
export const deploymentInputSchema = deploymentRequest.meta({
  id: 'DeploymentInput',
  examples: [{ service: 'checkout', version: '2.3.1', environment: 'production', commit: '4f1c2d0' }],
});

/** What is said of a rollback. */
export const rollbackInputSchema = rollbackRequest.prefault({}).meta({
  id: 'RollbackInput',
  examples: [{ reason: 'payments time out' }],
});
