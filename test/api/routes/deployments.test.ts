import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../../src/api/problem.ts';
import { deploymentPageSchema, deploymentResourceSchema } from '../../../src/api/resources/deployment.ts';
import { createDeploymentDesk } from '../../../src/app/deployment-desk.ts';
import { systemClock } from '../../../src/app/system-clock.ts';
import { deployment } from '../../storage/records.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { apiWorld } from '../api-world.ts';

const release = { service: 'checkout', version: '2.3.1', environment: 'production' };

/** A server that knows the service checkout, on a store of its own. */
async function world({ hasWebhook = false } = {}) {
  const store = createMemoryStore();
  const deployments = createDeploymentDesk({
    store,
    clock: systemClock,
    random: () => 0.5,
    isKnown: (name) => name === 'checkout',
    bakeTimeOf: () => 600_000,
    hasWebhook: () => hasWebhook,
  });
  const api = await apiWorld({ parts: { deployments } });
  const headers = await api.token('write', { name: 'ci' });
  const post = (path: string, body?: unknown) =>
    fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const get = async (path: string): Promise<unknown> => (await fetch(`${api.url}${path}`, { headers })).json();
  const page = async (query: string) => deploymentPageSchema.parse(await get(`/deployments?${query}`));
  return { store, post, get, page, url: api.url, headers };
}

/** The fields that a problem names. */
async function mistakesIn(answer: Response): Promise<readonly string[]> {
  const { errors = [] } = problemSchema.parse(await answer.json());
  return errors.map(({ path }) => path).toSorted();
}

describe('deployments', () => {
  test('are created as pending, by whoever calls', async () => {
    const { post, get } = await world();
    const answer = await post('/deployments', { ...release, commit: '4f1c2d0', bake_time_ms: 300_000 });
    expect(answer.status).toBe(201);
    const created = deploymentResourceSchema.parse(await answer.json());
    expect(created).toMatchObject({
      ...release,
      commit: '4f1c2d0',
      bake_time_ms: 300_000,
      status: 'pending',
      by: 'ci',
    });
    expect(answer.headers.get('location')).toContain(`/deployments/${created.id}`);
    expect(await get(`/deployments/${created.id}`)).toEqual(created);
  });

  test('need what they are about: every field that is missing is told', async () => {
    const { post } = await world();
    const answer = await post('/deployments', { commit: '4f1c2d0' });
    expect(answer.status).toBe(400);
    expect(await mistakesIn(answer)).toEqual(['environment', 'service', 'version']);
    const strange = await post('/deployments', { ...release, bake_time_ms: 5, commit: '', sha: '1' });
    expect(await mistakesIn(strange)).toEqual(['bake_time_ms', 'commit', 'sha']);
  });

  test('of a service that is not configured are not found', async () => {
    const { post } = await world();
    const answer = await post('/deployments', { ...release, service: 'web' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail: 'no service is named "web"' });
  });

  test('are listed newest first, in pages, and by what is asked for', async () => {
    const { store, page } = await world();
    for (const number of [1, 2, 3, 4, 5]) {
      const status = number % 2 === 0 ? 'success' : 'failed';
      await store.saveDeployment(deployment({ id: `d-${number}`, createdAt: 1_000 + number, status }));
    }
    const ids = async (query: string) => (await page(query)).items.map(({ id }) => id);
    const first = await page('limit=2');
    expect(first).toMatchObject({ total: 5, limit: 2, offset: 0, items: [{ id: 'd-5' }, { id: 'd-4' }] });
    await store.saveDeployment(deployment({ id: 'd-6', createdAt: 1_006 }));
    const second = await page(`limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ offset: 2, items: [{ id: 'd-3' }, { id: 'd-2' }] });
    const third = await page(`limit=2&cursor=${second.next_cursor}`);
    expect(third).toMatchObject({ items: [{ id: 'd-1' }], next_cursor: null });
    expect(await ids('limit=2&offset=4')).toEqual(['d-2', 'd-1']);
    expect(await ids('status=success')).toEqual(['d-4', 'd-2']);
    expect(await ids('service=web')).toEqual([]);
    expect(await ids('environment=production&limit=1')).toEqual(['d-6']);
  });

  test('can be rolled back once they have ended', async () => {
    const { store, post, get } = await world({ hasWebhook: true });
    await store.saveDeployment(deployment({ id: 'd-1', status: 'failed' }));
    const answer = await post('/deployments/d-1/rollback', { reason: 'payments time out' });
    expect(answer.status).toBe(200);
    expect(deploymentResourceSchema.parse(await answer.json())).toMatchObject({
      status: 'rolled_back',
      rollback: { by: 'ci', reason: 'payments time out', webhook: { status: 'pending', attempts: 0 } },
    });
    expect(await get('/deployments/d-1')).toMatchObject({ status: 'rolled_back' });
  });

  test('need no reason for that', async () => {
    const { store, post } = await world();
    await store.saveDeployment(deployment({ id: 'd-1', status: 'success' }));
    const answer = await post('/deployments/d-1/rollback');
    expect(await answer.json()).toMatchObject({ status: 'rolled_back', rollback: { reason: '', webhook: null } });
  });

  test.each(['pending', 'in_progress', 'rolled_back'] as const)('cannot be while they are %s', async (status) => {
    const { store, post } = await world();
    await store.saveDeployment(deployment({ id: 'd-1', status }));
    const answer = await post('/deployments/d-1/rollback', {});
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(`the deployment is ${status}`) });
  });

  test('that there are not are not found', async () => {
    const { post, url, headers } = await world();
    expect((await fetch(`${url}/deployments/d-9`, { headers })).status).toBe(404);
    expect((await post('/deployments/d-9/rollback', {})).status).toBe(404);
  });
});
