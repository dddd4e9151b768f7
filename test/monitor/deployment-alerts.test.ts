import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment.ts';
import { notifiedServices } from '../../src/domain/notification.ts';
import { DeploymentAlerts } from '../../src/monitor/deployment-alerts.ts';
import { failedDeployment, rolledBackDeployment } from '../support/deployments.ts';
import { World } from '../support/monitor-world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A monitor without probes that tells of the deployments that a test stores. */
class Telling {
  readonly world = new World({ services: [{ name: 'api' }, { name: 'web' }] });
  #alerts = this.#start();

  #start(): DeploymentAlerts {
    const { disk, clock, ledger, pipeline } = this.world;
    const alerts = new DeploymentAlerts({ store: disk.store, states: ledger.states, pipeline, clock });
    alerts.use([...this.world.services.keys()].map((name) => ({ name, target: `https://${name}.example` })));
    return alerts;
  }

  /** As if it had ended just now. */
  async store(
    of: (changes: Partial<Deployment>) => Deployment,
    changes: Partial<Deployment> = {},
  ): Promise<Deployment> {
    const nowAt = Math.floor(this.world.clock.now());
    const deployment = of({ createdAt: nowAt - minute, endedAt: nowAt, ...changes });
    await this.world.disk.store.saveDeployment(deployment);
    return deployment;
  }

  /** It was looked at, as every service that is judged. */
  async see(): Promise<void> {
    await this.world.see('H', 'api');
  }

  async pass(ms: number): Promise<void> {
    await this.world.pass(ms);
    const looking = this.#alerts.look();
    await this.world.clock.advance(1_000);
    await this.world.clock.settle(looking);
    await this.world.clock.advance(1_000);
  }

  /** Begins to look, and does not wait. */
  begin(): void {
    void this.#alerts.look();
  }

  async crash(): Promise<void> {
    await this.world.crash();
    this.#alerts = this.#start();
  }

  async configure(names: readonly string[]): Promise<void> {
    const { services, pipeline, clock } = this.world;
    for (const name of services.keys()) if (!names.includes(name)) services.delete(name);
    for (const name of names) services.set(name, { name, tags: {}, failureCountAlert: 3, recoveryCount: 2 });
    this.#alerts.use(names.map((name) => ({ name, target: '' })));
    await clock.settle(pipeline.retain(new Set(names)));
  }

  /** `firing failed_d1`, …: what the receiver heard. */
  heard(): readonly string[] {
    const heard = this.world.receiver().heard();
    return heard.map(({ state, dedupKey }) => `${state} ${dedupKey.replace(/^deployment_|\/.*$/g, '')}`);
  }

  said(): readonly string[] {
    return this.world.receiver().messages.flatMap((message) => notifiedServices(message).map((one) => one.message));
  }
}

describe('a deployment that has failed', () => {
  test('is told once, however long it stays, and once more when it is taken back', async () => {
    const telling = new Telling();
    const failed = await telling.store(failedDeployment);
    await telling.pass(minute);
    for (let hours = 0; hours < 20; hours += 1) await telling.pass(60 * minute);
    expect(telling.heard()).toEqual(['firing failed_d1']);
    expect(telling.world.receiver().messages[0]).toMatchObject({
      severity: 'warning',
      summary: '1 on a bad release of 2 services',
      others: [{ rule: 'deployment', target: 'https://api.example', release: { deployment: 'd1' } }],
    });
    await telling.store(() => rolledBackDeployment('delivered', failed));
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1']);
    expect(telling.said()[1]).toBe('2.3.1 (4f1c2d0) in production was rolled back by kim: slow');
    expect(telling.world.receiver().messages[1]?.summary).toBe('api was on a bad release for 10 s');
  });

  test('is over with the next deployment to the same environment, and not with one to another', async () => {
    const telling = new Telling();
    await telling.store(failedDeployment);
    await telling.pass(minute);
    await telling.store(failedDeployment, { id: 'd2', status: 'pending', environment: 'staging' });
    await telling.store(failedDeployment, { id: 'd3', status: 'pending', service: 'web' });
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1']);
    await telling.store(failedDeployment, { id: 'd4', status: 'pending', version: '2.3.2' });
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1']);
    expect(telling.said()[1]).toBe('2.3.2 was deployed after 2.3.1 (4f1c2d0) in production');
  });

  test('is old after a day', async () => {
    const telling = new Telling();
    await telling.store(failedDeployment);
    await telling.pass(minute);
    await telling.pass(day);
    expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1']);
    await telling.crash();
    await telling.pass(minute);
    expect(telling.heard()).toHaveLength(2);
  });

  test('is not told where it could not be judged, or is old news', async () => {
    const telling = new Telling();
    const { evidence } = failedDeployment();
    if (evidence === undefined) throw new Error('no evidence');
    await telling.store(failedDeployment, { evidence: { ...evidence, reason: 'too_few_checks' } });
    await telling.store(failedDeployment, { id: 'd2', service: 'web', endedAt: telling.world.clock.now() - day });
    await telling.pass(minute);
    expect(telling.world.receiver().sent).toEqual([]);
  });

  test('is told of each environment by itself', async () => {
    const telling = new Telling();
    await telling.store(failedDeployment);
    await telling.store(failedDeployment, { id: 'd2', environment: 'staging' });
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1', 'firing failed_d2']);
  });

  test('is over with its service, and not told again when that comes back', async () => {
    const telling = new Telling();
    await telling.store(failedDeployment);
    await telling.pass(minute);
    await telling.configure(['web']);
    await telling.pass(minute);
    await telling.configure(['api', 'web']);
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1']);
  });
});

test('a rollback that was not told is told to people, beside the end of the failure', async () => {
  const telling = new Telling();
  const failed = await telling.store(failedDeployment);
  await telling.pass(minute);
  await telling.store(() => rolledBackDeployment('pending', failed));
  await telling.pass(minute);
  await telling.store(() => rolledBackDeployment('failed', failed));
  await telling.pass(minute);
  expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1', 'firing rollback_d1']);
  await telling.store(failedDeployment, {
    id: 'd2',
    version: '2.3.0',
    status: 'pending',
    createdAt: telling.world.clock.now(),
  });
  await telling.pass(minute);
  expect(telling.heard().at(-1)).toBe('resolved rollback_d1');
});

test('a rollback that was not told is told to people, however old the release is', async () => {
  const telling = new Telling();
  await telling.store((changes) => rolledBackDeployment('failed', { ...changes, createdAt: 0 }));
  await telling.pass(minute);
  expect(telling.heard()).toEqual(['firing rollback_d1']);
  expect(telling.world.receiver().messages[0]?.severity).toBe('critical');
});

describe('a process that is killed', () => {
  test.each([0, 5, 20, 25, 40, 200, 2_000])('%i ms after it found a failure leaves one alert', async (ms) => {
    const telling = new Telling();
    await telling.see();
    await telling.store(failedDeployment);
    telling.begin();
    await telling.world.clock.advance(ms);
    await telling.crash();
    await telling.pass(minute);
    await telling.pass(minute);
    expect(new Set(telling.heard())).toEqual(new Set(['firing failed_d1']));
    expect(
      new Set(
        telling.world
          .receiver()
          .heard()
          .map(({ dedupKey }) => dedupKey),
      ).size,
    ).toBe(1);
    expect(telling.world.disk.openAlerts()).toHaveLength(1);
  });

  test('between the commit and the sending has it sent by the next, once', async () => {
    const telling = new Telling();
    await telling.see();
    const receiver = telling.world.receiver();
    receiver.mood = 'hang';
    const { endedAt = 0 } = await telling.store(failedDeployment);
    telling.begin();
    await telling.world.clock.advance(1_000);
    expect(telling.world.disk.pending()).toHaveLength(1);
    expect(receiver.messages).toEqual([]);
    await telling.crash();
    receiver.mood = 'ok';
    await telling.pass(minute);
    await telling.pass(minute);
    const key = `deployment_failed_d1/api/${new Date(endedAt).toISOString()}`;
    expect(receiver.heard()).toMatchObject([{ state: 'firing', dedupKey: key }]);
    expect(telling.world.disk.pending()).toEqual([]);
  });

  test('before it looked has the next tell, also of what was rolled back meanwhile', async () => {
    const telling = new Telling();
    await telling.see();
    const failed = await telling.store(failedDeployment);
    await telling.crash();
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1']);
    await telling.store(() => rolledBackDeployment('delivered', failed));
    await telling.crash();
    await telling.pass(minute);
    expect(telling.heard()).toEqual(['firing failed_d1', 'resolved failed_d1']);
  });
});
