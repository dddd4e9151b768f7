import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { exampleTarget, moduleTypes, serviceOfModule } from '../../src/config/module-target.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

async function load(module: unknown) {
  const text = JSON.stringify({ services: [], server: { modules: { mine: module } } });
  const loaded = await loadConfig({
    path: 'services.yaml',
    environment: {},
    files: memoryFiles({ 'services.yaml': text }),
  });
  if (loaded.ok) return { problems: [], ...loaded.config };
  return { problems: loaded.problems.map((problem) => formatProblem(problem).replace(/^services\.yaml:\d+:\d+ /, '')) };
}

describe('a module of GET /probe', () => {
  test.each([
    { type: 'http', method: 'HEAD', timeout: '5s', expected_status: '2xx' },
    { type: 'tcp', expect: 'SSH-2.0-' },
    { type: 'tls' },
    { type: 'icmp', count: 1 },
    { type: 'dns', query: 'a.example', record: 'AAAA' },
    { type: 'grpc' },
    { type: 'websocket' },
  ])('is kept as it is written: %j', async (module) => {
    expect(await load(module)).toMatchObject({ problems: [], server: { modules: { mine: module } } });
  });

  test.each([
    [{ type: 'http', metod: 'HEAD' }, 'server.modules.mine.metod: unknown key – did you mean "method"?'],
    [
      { type: 'http', timeout: '5x' },
      'server.modules.mine.timeout: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "5x"',
    ],
    [
      { type: 'htp' },
      'server.modules.mine.type: expected a type that can be given a target, "http", "tcp", "tls", "icmp", "dns", "grpc" or "websocket", got "htp" – did you mean "http"?',
    ],
    [{ type: 'exec', command: ['id'] }, expect.stringContaining('server.modules.mine.type: expected a type that can')],
    [{ type: 'http', url: 'https://a.example' }, expect.stringContaining('the target of a request is its "url"')],
    [{ type: 'http', depends_on: ['a'] }, expect.stringContaining('a module has no "depends_on" – leave it out')],
    [{ type: 'http', name: 'a' }, expect.stringContaining('a module has no "name" – leave it out')],
    [{ type: 'dns' }, expect.stringContaining('server.modules.mine.query')],
    [{ type: 'http', assertions: ['status =='] }, expect.stringContaining('server.modules.mine.assertions[0]')],
    [{ timeout: '5s' }, expect.stringContaining('server.modules.mine.type')],
  ])('is refused with a mistake when the file is read: %j', async (module, problem) => {
    expect((await load(module)).problems).toEqual([problem]);
  });

  test('has its secrets masked wherever something is written', async () => {
    const auth = { type: 'basic', username: 'ada', password: 'planted-secret' };
    const headers = { 'X-Api-Key': 'planted-key' };
    const secrets = expect.arrayContaining(['planted-secret', 'planted-key']);
    expect(await load({ type: 'http', auth, headers })).toMatchObject({ secrets });
  });
});

test.each(moduleTypes())('modules of type %s can be given their example of a target', (type) => {
  expect(serviceOfModule({ type }, exampleTarget(type) ?? '')).toMatchObject({ name: 'probe', type });
});
