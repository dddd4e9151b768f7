import { expect, test } from 'vitest';
import { storeProcesses } from '../storage/processes.ts';
import { stateWorld } from './state-world.ts';

const start = storeProcesses();

test('what people say is kept beside a process that holds the store and writes without end', async () => {
  const world = await stateWorld();
  const monitor = start('load', world.path);
  const lines = monitor.lines[Symbol.asyncIterator]();
  const written = async (times: number) => {
    for (let left = times; left > 0; left -= 1) await lines.next();
  };
  await written(10);

  expect(await world.run('incidents', 'ack', 'i-0', '--comment', 'on it')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await world.run('silence', 'add', '--service', 'checkout', '--for', '2h')).toMatchObject({ exitCode: 0 });
  expect(await world.run('maintenance', 'add', 'upgrade', '--for', '1h', '--all')).toMatchObject({ exitCode: 0 });
  expect(await world.run('incidents', '-n', '1')).toMatchObject({ exitCode: 0, stderr: '' });
  await written(10);
  await monitor.kill();

  const { incident, timeline } = JSON.parse((await world.run('incidents', 'show', 'i-0', '-o', 'json')).stdout);
  expect(incident.acknowledged).toMatchObject({ by: 'kim' });
  expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['acknowledged', 'note']));
  const { silences } = JSON.parse((await world.run('silence', '-o', 'json')).stdout);
  expect(silences).toMatchObject([{ match: { services: ['checkout'] } }]);
  expect((await world.run('maintenance')).stdout).toContain('upgrade');
});
