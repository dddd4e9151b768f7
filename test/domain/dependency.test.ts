import { expect, test } from 'vitest';
import { failingParent, isFailing } from '../../src/domain/dependency.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Status } from '../../src/domain/status.ts';

function health(status: Status, ...against: readonly Status[]): Health {
  return { status, against, sinceAt: 0, recent: '', flapping: false, lastResultAt: 0 };
}

test.each<[what: string, health: Health | undefined, failing: boolean]>([
  ['nothing is known of', undefined, false],
  ['is healthy', health('healthy'), false],
  ['is down', health('unhealthy'), true],
  ['is only degraded', health('degraded'), false],
  ['has just begun to fail', health('healthy', 'unhealthy'), true],
  ['was never seen healthy and fails', health('unknown', 'unhealthy'), true],
  ['is on its way to recovery', health('unhealthy', 'healthy'), true],
])('whether a service fails that %s', (_what, known, failing) => {
  expect(isFailing(known)).toBe(failing);
});

const parents: Readonly<Record<string, readonly string[]>> = {
  web: ['api', 'cdn'],
  api: ['db'],
  db: ['disk'],
  disk: ['db'],
};

test.each<[down: readonly string[], parent: string | undefined]>([
  [[], undefined],
  [['web'], undefined],
  [['cdn'], 'cdn'],
  [['disk'], 'disk'],
  [['disk', 'api'], 'api'],
  [['elsewhere'], undefined],
])('with %j down the nearest failing parent is named', (down, parent) => {
  const found = failingParent('web', {
    dependsOn: (name) => parents[name] ?? [],
    healthOf: (name) => (down.includes(name) ? health('unhealthy') : undefined),
  });
  expect(found).toBe(parent);
});
