import { z } from 'zod';
import { deploymentStatuses } from '../../domain/deployment.ts';
import { deploymentDocument } from '../../reporting/deployment-document.ts';
import type { DeploymentQuery } from '../../storage/store.ts';
import { created, notFound, ok } from '../answer.ts';
import { timedPage, timedStart } from '../page.ts';
import {
  deploymentInputSchema,
  deploymentPageSchema,
  deploymentResourceSchema,
  rollbackInputSchema,
} from '../resources/deployment.ts';
import { pageQuery } from '../resources/page.ts';
import { defineRoute } from '../route.ts';

const query = z.object({
  ...pageQuery,
  service: z.string().optional().describe('Only those of this service.'),
  environment: z.string().optional().describe('Only those to this environment.'),
  status: z.enum(deploymentStatuses).optional().describe('Only those that stand so.'),
});
const params = z.object({ id: z.string().min(1).max(100).describe('The id of the deployment.') });
const nobody = z.object({});

/** Lists deployments. */
export const listDeployments = defineRoute({
  operationId: 'listDeployments',
  tag: 'deployments',
  methods: ['GET'],
  path: '/deployments',
  summary: 'Deployments, newest first.',
  scope: 'read',
  params: nobody,
  query,
  answers: { 200: { means: 'a page of deployments', body: deploymentPageSchema } },

  async handle({ query: { limit, cursor, offset: first, ...filter } }, { deployments }) {
    const start = timedStart({ offset: first, cursor });
    const { behind, offset } = start;
    const found = await deployments.list({
      ...filterOf(filter),
      ...(behind === undefined ? { offset } : { behind: { createdAt: behind.at, id: behind.id } }),
      limit: limit + 1,
    });
    const page = timedPage(found, { limit, ...start }, ({ createdAt, id }) => ({ at: createdAt, id }));
    return ok({ ...page, items: page.items.map(deploymentDocument) });
  },
});

/** Tells that a service was deployed. */
export const createDeployment = defineRoute({
  operationId: 'createDeployment',
  tag: 'deployments',
  methods: ['POST'],
  path: '/deployments',
  summary: 'Tell that a service was deployed; it is watched for its bake time, and judged.',
  description:
    'The answer is `pending`. Within two seconds the service is watched (`in_progress`) and checked more often, until it is `success` or `failed`, with the evidence. Another deployment of the same service to the same environment takes its place.',
  scope: 'write',
  params: nobody,
  query: nobody,
  body: deploymentInputSchema,
  answers: { 201: { means: 'it is going to be watched', body: deploymentResourceSchema } },

  async handle({ body, by }, { deployments }) {
    const deployment = await deployments.record({ by: by.name, ...body });
    if (deployment === undefined) return notFound(`no service is named ${JSON.stringify(body.service)}`);
    return created(deploymentDocument(deployment), `/deployments/${deployment.id}`);
  },
});

/** One deployment. */
export const getDeployment = defineRoute({
  operationId: 'getDeployment',
  tag: 'deployments',
  methods: ['GET'],
  path: '/deployments/:id',
  summary: 'A deployment, with what was seen so far.',
  scope: 'read',
  params,
  query: nobody,
  answers: { 200: { means: 'as of now', body: deploymentResourceSchema } },

  async handle({ params: { id } }, { deployments }) {
    const deployment = await deployments.get(id);
    return deployment === undefined ? notThere(id) : ok(deploymentDocument(deployment));
  },
});

/** Takes a release back. */
export const rollBackDeployment = defineRoute({
  operationId: 'rollBackDeployment',
  tag: 'deployments',
  methods: ['POST'],
  path: '/deployments/:id/rollback',
  summary: 'Tell that a release is taken back; the rollback webhook is called, where one is configured.',
  description: 'Only what is `success` or `failed` can be rolled back; anything else is answered with 400.',
  scope: 'write',
  params,
  query: nobody,
  body: rollbackInputSchema,
  answers: { 200: { means: 'it is rolled back', body: deploymentResourceSchema } },

  async handle({ params: { id }, body, by: caller }, { deployments }) {
    const { by = caller.name, reason = '' } = body;
    const outcome = await deployments.rollBack(id, { by, reason });
    switch (outcome.kind) {
      case 'done':
        return ok(deploymentDocument(outcome.deployment));
      case 'not_found':
        return notThere(id);
      case 'wrong_state': {
        const { status } = outcome.deployment;
        const detail = `the deployment is ${status}: only what is success or failed can be rolled back`;
        return { kind: 'problem', status: 400, detail };
      }
    }
  },
});

function notThere(id: string) {
  return notFound(`there is no deployment ${JSON.stringify(id)}`);
}

type Filter = Omit<z.output<typeof query>, 'limit' | 'offset' | 'cursor'>;

function filterOf({ service, environment, status }: Filter): Omit<DeploymentQuery, 'limit'> {
  return {
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    ...(status !== undefined && { status }),
  };
}
