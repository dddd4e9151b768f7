import { expect, test } from 'vitest';
import { beginDeployment, rollBackDeployment } from '../../src/domain/deployment.ts';
import type { DeploymentFilter, Store } from '../../src/storage/store.ts';
import { deployment, noon } from './records.ts';

/** Deployments, as every store keeps them. */
export function keepsDeployments(store: () => Store): void {
  test('gives deployments back, the newest first', async () => {
    expect(await store().deployments({ limit: 10 })).toEqual([]);
    expect(await store().deployment('d-1')).toBeUndefined();
    const [first, second] = [deployment(), deployment({ id: 'd-2', version: '2.3.2', createdAt: noon + 1 })];
    const sameTime = deployment({
      id: 'd-3',
      commit: '4f1c2d0',
      url: 'https://ci.example/1',
      by: 'kim',
      createdAt: noon,
    });
    for (const one of [second, sameTime, first]) await store().saveDeployment(one);
    expect(await store().deployments({ limit: 10 })).toEqual([second, sameTime, first]);
    expect(await store().deployments({ limit: 1, offset: 1 })).toEqual([sameTime]);
    expect(await store().deployments({ limit: 10, behind: second })).toEqual([sameTime, first]);
    expect(await store().deployments({ limit: 10, behind: sameTime })).toEqual([first]);
    expect(await store().countDeployments({})).toBe(3);
    expect(await store().deployment('d-3')).toEqual(sameTime);
  });

  test('gives those deployments that are asked for', async () => {
    const webhook = { status: 'pending', at: noon + 3, attempts: 0 } as const;
    const order = { at: noon + 3, by: 'kim', reason: '', webhook };
    const owed = rollBackDeployment(deployment({ id: 'd-4', status: 'failed', createdAt: noon + 3 }), order);
    const all = [
      deployment(),
      deployment({ id: 'd-2', service: 'search', status: 'success', createdAt: noon + 1 }),
      deployment({ id: 'd-3', environment: 'staging', status: 'in_progress', createdAt: noon + 2 }),
      ...(owed ? [owed] : []),
    ];
    for (const one of all) await store().saveDeployment(one);
    const ids = async (filter: DeploymentFilter) => {
      const found = await store().deployments({ ...filter, limit: 10 });
      expect(await store().countDeployments(filter)).toBe(found.length);
      return found.map(({ id }) => id);
    };
    expect(await ids({ service: 'search' })).toEqual(['d-2']);
    expect(await ids({ environment: 'staging' })).toEqual(['d-3']);
    expect(await ids({ status: 'success' })).toEqual(['d-2']);
    expect(await ids({ service: 'checkout', environment: 'production' })).toEqual(['d-4', 'd-1']);
    expect(await ids({ fromAt: noon + 1, toAt: noon + 3 })).toEqual(['d-3', 'd-2']);
    expect(await ids({ owed: true })).toEqual(['d-4', 'd-3', 'd-1']);
  });

  test('changes a deployment as it is stored at that moment', async () => {
    await store().saveDeployment(deployment());
    const begun = await store().changeDeployment('d-1', (stored) => beginDeployment(stored, noon + 5));
    expect(begun).toEqual(deployment({ status: 'in_progress', startedAt: noon + 5 }));
    const both = await Promise.all([
      store().changeDeployment('d-1', (stored) => ({ ...stored, by: 'kim' })),
      store().changeDeployment('d-1', (stored) => ({ ...stored, commit: '4f1c2d0' })),
    ]);
    expect(both.at(-1)).toMatchObject({ by: 'kim', commit: '4f1c2d0', startedAt: noon + 5 });
    expect(await store().changeDeployment('d-1', (stored) => stored)).toEqual(await store().deployment('d-1'));
    expect(await store().changeDeployment('d-9', (stored) => stored)).toBeUndefined();
  });
}
