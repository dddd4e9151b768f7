import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createEffects } from '../../src/app/effects.ts';
import { createTwoCheckers } from '../../src/app/two-checkers.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryFiles } from '../config/memory-files.ts';
import { listenUntilTestEnds } from '../support/fault-server.ts';

/** How looking at these services ends. */
async function reasonsOf(entries: readonly string[], server = '{}'): Promise<readonly string[]> {
  const text = `services: [${entries.join(', ')}]\nserver: ${server}\n`;
  const loaded = await loadConfig({
    path: 'services.yaml',
    environment: {},
    files: memoryFiles({ 'services.yaml': text }),
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { config } = loaded;
  const checker = createTwoCheckers({ effects: createEffects(), server: config.server, redact: (said) => said });
  const signal = AbortSignal.timeout(20_000);
  return Promise.all(config.services.map(async (check) => (await checker.run(check, signal)).reason));
}

test.each([
  ['type: tcp, host: 127.0.0.1, port: PORT'],
  ['type: tcp, host: localhost, port: PORT'],
  ['type: tls, host: 127.0.0.1, port: PORT'],
  ['type: websocket, url: "ws://127.0.0.1:PORT/"'],
  ['type: grpc, address: "127.0.0.1:PORT"'],
  ['type: redis, host: 127.0.0.1, port: PORT'],
  ['type: amqp, username: a, password: b, host: 127.0.0.1, port: PORT'],
  ['type: mqtt, host: 127.0.0.1, port: PORT'],
  ['type: smtp, host: 127.0.0.1, port: PORT'],
  ['type: postgres, username: a, host: 127.0.0.1, port: PORT'],
  ['type: mysql, username: a, host: 127.0.0.1, port: PORT'],
  ['type: dns, query: a.example, record: A, resolver: "127.0.0.1:PORT"'],
  ['url: "http://127.0.0.1:PORT/"'],
  ['url: "http://127.0.0.1:PORT/", each_address: true'],
  ['url: "http://one.example/", resolver: "127.0.0.1:PORT"'],
  ['url: "http://one.example/", proxy: "http://127.0.0.1:PORT"'],
  ['url: "http://one.example/", proxy: "socks5h://127.0.0.1:PORT"'],
  ['type: icmp, host: 127.0.0.1, count: 1'],
  ['type: flow, steps: [{ name: one, url: "http://127.0.0.1:PORT/" }]'],
])('a service that is %s is not connected to where only public addresses may be', async (entry) => {
  let connections = 0;
  const server = createServer().on('connection', () => {
    connections += 1;
  });
  const { port } = await listenUntilTestEnds(server);
  const [guarded] = await reasonsOf([`{ name: guarded, public_only: true, ${entry.replace('PORT', String(port))} }`]);
  expect([guarded, connections]).toEqual(['not_permitted', 0]);
});

test('an address that is allowed is connected to', async () => {
  const { port } = await listenUntilTestEnds(createServer((_request, response) => void response.end()));
  const url = `url: "http://127.0.0.1:${port}/"`;
  const entries = [`{ name: open, ${url} }`, `{ name: guarded, public_only: true, ${url} }`];
  expect(await reasonsOf(entries)).toEqual(['ok', 'not_permitted']);
  expect(await reasonsOf(entries, '{ allow_private_targets: [127.0.0.0/8] }')).toEqual(['ok', 'ok']);
  expect(await reasonsOf(entries, '{ allow_private_targets: true }')).toEqual(['ok', 'ok']);
});
