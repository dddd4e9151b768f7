import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { deploymentSchema, deploymentsSchema } from '../../src/reporting/deployment-schema.ts';
import { doctorSchema } from '../../src/reporting/doctor-schema.ts';
import { historyOverviewSchema, historySchema } from '../../src/reporting/history-schema.ts';
import { incidentStorySchema, incidentsSchema } from '../../src/reporting/incident-schema.ts';
import { listSchema } from '../../src/reporting/list-schema.ts';
import { alertsSchema, explanationSchema } from '../../src/reporting/message-schema.ts';
import {
  maintenanceSchema,
  maintenanceWindowSchema,
  silenceSchema,
  silencesSchema,
} from '../../src/reporting/silence-schema.ts';
import { statusSchema } from '../../src/reporting/status-schema.ts';
import { hostileTexts } from '../support/notifications.ts';
import { storedStory } from '../support/stored-story.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

const documents: readonly (readonly [command: string, args: readonly string[], schema: z.ZodObject])[] = [
  ['list', ['list'], listSchema],
  ['status', ['status'], statusSchema],
  ['history', ['history'], historyOverviewSchema],
  ['history of a service', ['history', 'checkout'], historySchema],
  ['history by the hour', ['history', 'checkout', '--by', 'hour'], historySchema],
  ['history by the day', ['history', 'checkout', '--by', 'day'], historySchema],
  ['incidents', ['incidents'], incidentsSchema],
  ['silence', ['silence'], silencesSchema],
  ['silence add', ['silence', 'add', '--tag', 'team=payments', '--for', '1h'], silenceSchema],
  ['maintenance', ['maintenance'], maintenanceSchema],
  ['maintenance add', ['maintenance', 'add', 'upgrade', '--group', 'shop', '--for', '1h'], maintenanceWindowSchema],
  ['deploy', ['deploy'], deploymentsSchema],
  ['deploy record', ['deploy', 'record', 'search', '--version', '7'], deploymentSchema],
  ['alerts', ['alerts'], alertsSchema],
  ['alerts explain', ['alerts', 'explain'], explanationSchema],
  ['alerts explain, of a service', ['alerts', 'explain', 'search'], explanationSchema],
  ['doctor', ['doctor'], doctorSchema],
];

/** Told of two incidents, with a silence, a window of a person and one of the configuration, an acknowledgement and a test. */
async function richWorld(): Promise<StateWorld> {
  const world = await stateWorld({
    alerts: { directory: join(temporaryFolder(), 'alerts') },
    maintenance: [{ name: 'patching', schedule: '0 2 * * SUN', duration: '2h' }],
  });
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  await world.run('incidents', 'ack', 'checkout', '--comment', 'on it');
  await world.run('silence', 'add', '--service', 'search', '--for', '2h', '--comment', hostileTexts.emoji ?? '');
  await world.run('maintenance', 'add', 'upgrade', '--service', 'orders-db', '--for', '2h');
  await world.run('deploy', 'record', 'checkout', '--version', '2.3.1');
  await world.run('alerts', 'test', 'directory');
  return world;
}

async function documentOf(world: StateWorld, args: readonly string[]): Promise<unknown> {
  return JSON.parse((await world.run(...args, '-o', 'json')).stdout);
}

/** The places of lists that are empty. */
function emptyLists(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [path] : value.flatMap((item) => emptyLists(item, `${path}[]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => emptyLists(item, path === '' ? key : `${path}.${key}`));
}

describe('the document that is promised', () => {
  test.each(documents)('is written by svcmon %s, with something in it', async (_command, args, schema) => {
    const document = await documentOf(await richWorld(), args);
    expect(schema.parse(document)).toEqual(document);
    const promised = new Set(Object.keys(schema.shape));
    expect(emptyLists(document).filter((path) => promised.has(path))).toEqual([]);
  });

  test('is written by svcmon incidents show', async () => {
    const world = await richWorld();
    for (const service of ['checkout', 'search']) {
      const document = await documentOf(world, ['incidents', 'show', service]);
      expect(incidentStorySchema.parse(document)).toEqual(document);
    }
  });

  test.each(documents.filter(([, args]) => args[0] !== 'doctor'))(
    'is written by svcmon %s where nothing is stored',
    async (_command, args, schema) => {
      const document = await documentOf(await stateWorld(), args);
      expect(schema.parse(document)).toEqual(document);
    },
  );

  test('is written by svcmon list without the secrets in expressions', async () => {
    const world = await stateWorld({
      services: [
        {
          name: 'shop',
          url: 'https://shop.example/',
          auth: { type: 'bearer', token: 'tok-s3cr3t-0123' },
          assertions: ['status == 200', { expr: 'json.token != "tok-s3cr3t-0123"', severity: 'degraded' }],
        },
      ],
    });
    const document = await documentOf(world, ['list']);
    expect(document).toMatchObject({ services: [{ assertions: ['status == 200', 'json.token != "***"'] }] });
  });
});
