import { expect, test } from 'vitest';
import { releasesBefore } from '../../src/domain/deployment-trace.ts';
import { deployment, noon } from '../storage/records.ts';

const minute = 60_000;
const incident = { id: 'i-1', service: 'checkout', startedAt: noon + 2 * minute };
const textsOf = (deployments: Parameters<typeof releasesBefore>[1]['deployments'], dependsOn: readonly string[] = []) =>
  releasesBefore(incident, { deployments, dependsOn }).map(({ text }) => text);

test('an incident tells of the release that it began after', () => {
  expect(releasesBefore(incident, { deployments: [deployment()] })).toEqual([
    {
      incidentId: 'i-1',
      at: incident.startedAt,
      kind: 'deployed',
      text: 'began 2 min after checkout 2.3.1 was deployed',
    },
  ]);
});

test('and of those of what its service depends on', () => {
  const database = deployment({ id: 'd-2', service: 'orders-db', version: '15.2', createdAt: noon + minute });
  expect(textsOf([deployment(), database], ['orders-db'])).toEqual([
    'began 2 min after checkout 2.3.1 was deployed',
    'began 60 s after orders-db 15.2 was deployed',
  ]);
  expect(textsOf([database])).toEqual([]);
});

test.each([
  ['later', { createdAt: incident.startedAt + 1 }],
  ['so long before that its bake time was over', { createdAt: noon - 9 * minute }],
  ['another service', { service: 'search' }],
])('but not of a release of, or from, %s', (_what, facts) => {
  expect(textsOf([deployment(facts)])).toEqual([]);
});

test('of several releases the last is told', () => {
  const [first, second] = [
    deployment({ version: '1' }),
    deployment({ id: 'd-2', version: '2', createdAt: noon + 1_000 }),
  ];
  expect(textsOf([first, second])).toEqual([expect.stringContaining('checkout 2 was deployed')]);
});
