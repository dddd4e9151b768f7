import { expect, test } from 'vitest';
import { routes } from '../../src/api/registry.ts';
import { monitoredWorld } from './monitored-world.ts';

const names = [
  ['as long as may be, of three bytes each', '€'.repeat(100)],
  ['as long as may be, of four bytes each', '😀'.repeat(50)],
  ['of everything that means something in a URL', 'a/b?c=d&e#f%2F g;h+i:j@k\\l"m'],
  ['that looks like a place among others', '../..'],
];

// In an order in which each finds the service as it needs it.
const asked = [
  'GET /services/:name',
  'GET /services/:name/results',
  'GET /services/:name/series',
  'GET /services/:name/uptime',
  'POST /services/:name/check',
  'POST /services/:name/stop',
  'POST /services/:name/start',
  'GET /badges/:name/:file',
  'PATCH /services/:name',
  'DELETE /services/:name',
];

test('every way to a service is asked here', () => {
  const all = routes.flatMap(({ methods, path }) =>
    path.includes(':name') && !path.startsWith('/channels/') ? methods.map((method) => `${method} ${path}`) : [],
  );
  expect(all.toSorted()).toEqual(asked.toSorted());
});

test.each(names)('a service is reached by a name %s', async (_what, name) => {
  const { ask } = await monitoredWorld({ config: configWith(name) });
  const answers: (string | number)[][] = [];
  for (const route of asked) {
    const [method = '', path = ''] = route.split(' ');
    const place = path.replace(':name', encodeURIComponent(name)).replace(':file', 'status.svg');
    const { status } = await ask(method, place, method === 'PATCH' ? { body: { timeout: '1s' } } : {});
    answers.push([route, status]);
  }
  expect(answers).toEqual(asked.map((route) => [route, route.startsWith('DELETE') ? 204 : 200]));
});

test.each(names)('a channel is reached by a name %s', async (_what, name) => {
  const { ask } = await monitoredWorld({ config: configWith(name) });
  const { status, json } = await ask('POST', `/channels/${encodeURIComponent(name)}/test`);
  expect([status, json.outcome]).toEqual([200, 'delivered']);
});

test.each(['.', '..'])('no service can be named %j, which no URL can hold', async (name) => {
  const { ask, text } = await monitoredWorld();
  const before = await text();
  const { status, json } = await ask('POST', '/services', { body: { name, url: 'https://a.example' } });
  expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'name' })]]);
  expect(await text()).toBe(before);
});

function configWith(name: string): string {
  const quoted = JSON.stringify(name);
  return [
    `services: [{ name: ${quoted}, url: "URL/up" }, { name: other, url: "URL/up" }]`,
    `alerts: { directory: "FOLDER/alerts", channels: [{ name: ${quoted}, type: webhook, url: "URL/hook" }] }`,
    '',
  ].join('\n');
}
