import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { ResolvedAddress } from '../../src/http/address.ts';
import { http } from '../../src/probes/http.ts';
import { failureFrom } from '../support/failures.ts';
import { listenUntilTestEnds } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';
import { makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer } from '../support/tls-server.ts';

/** A server on every loopback address that answers with the status code of the address that was asked. */
async function startFarm(statusCodes: Readonly<Record<string, number>>) {
  const hosts: string[] = [];
  const server = createServer(({ socket, headers }, response) => {
    hosts.push(headers.host ?? '');
    response.writeHead(statusCodes[socket.localAddress?.replace('::ffff:', '') ?? ''] ?? 404).end('hello');
  });
  const { port } = await listenUntilTestEnds(server, '0.0.0.0');
  return { port, hosts };
}

function look(url: string, addresses: readonly string[], more: object = {}) {
  const resolved = addresses.map((address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
  const options = http.options.parse({ url, each_address: true, ...more });
  return http.observe(options, probeContext({ lookup: async () => resolved }));
}

describe('each address', () => {
  test('is asked by the same name', async () => {
    const { port, hosts } = await startFarm({ '127.0.0.1': 200, '127.0.0.2': 200, '127.0.0.3': 200 });
    const observation = await look(`http://farm.example:${port}/`, ['127.0.0.1', '127.0.0.2', '127.0.0.3']);
    expect(observation).toMatchObject({ statusCode: 200, complaints: [], phases: { dns: expect.any(Number) } });
    expect(observation.summary).toBe('3 of 3 addresses answered, the slowest 200');
    expect(observation.details?.addresses).toEqual(
      ['127.0.0.1', '127.0.0.2', '127.0.0.3'].map((one) => expect.stringMatching(`^${one} healthy: 200 in \\d+ ms$`)),
    );
    expect(hosts).toEqual(Array(3).fill(`farm.example:${port}`));
  });

  test('that answers badly is told, and its answer counts', async () => {
    const { port } = await startFarm({ '127.0.0.1': 200, '127.0.0.2': 503, '127.0.0.3': 200 });
    const observation = await look(`http://farm.example:${port}/`, ['127.0.0.1', '127.0.0.2', '127.0.0.3']);
    expect(observation).toMatchObject({ statusCode: 503, address: '127.0.0.2' });
    expect(observation.complaints).toMatchObject([
      {
        status: 'unhealthy',
        message: expect.stringMatching(/^1 of 3 addresses failed: 127\.0\.0\.2 unexpected_status \(503 in \d+ ms\)$/),
      },
    ]);
  });

  test('that does not answer is a failure, which names every one that failed', async () => {
    const server = createServer((_question, response) => response.end('hello'));
    const { port } = await listenUntilTestEnds(server);
    const failure = await failureFrom(look(`http://farm.example:${port}/`, ['127.0.0.1', '127.0.0.2', '127.0.0.3']));
    expect(failure).toMatchObject({
      reason: 'connection_refused',
      facts: { details: { addresses: expect.any(Array) } },
    });
    expect(failure.message).toMatch(
      /^2 of 3 addresses failed: 127\.0\.0\.2 connection_refused, 127\.0\.0\.3 connection_refused \(/,
    );
  });

  test('that this machine cannot reach proves nothing as long as another answers', async () => {
    const { port } = await startFarm({ '127.0.0.1': 200 });
    // Reserved: nothing is routed there, and the kernel says so (RFC 1122 §3.2.1.3).
    const observation = await look(`http://farm.example:${port}/`, ['127.0.0.1', '255.255.255.255']);
    expect(observation).toMatchObject({ statusCode: 200, complaints: [] });
    expect(observation.summary).toBe('1 of 2 addresses answered, the slowest 200');
    expect(observation.details?.addresses).toContain('255.255.255.255 unknown: network_unreachable');
  });

  test('is asked, but not more than sixteen of them', async () => {
    const addresses = Array.from({ length: 40 }, (_, index) => `127.0.0.${index + 1}`);
    const { port, hosts } = await startFarm(Object.fromEntries(addresses.map((address) => [address, 200])));
    await look(`http://farm.example:${port}/`, addresses);
    expect(hosts).toHaveLength(16);
  });

  test('is asked by the Host and the server name that are given', async () => {
    const identity = await makeIdentity();
    const server = await startHttpsServer(identity);
    const observation = await look(`https://farm.example:${server.port}/`, ['127.0.0.1'], {
      headers: { Host: 'other.example' },
      tls: { server_name: 'localhost', insecure: true },
    });
    expect(observation).toMatchObject({ statusCode: 200, body: 'ok' });
    expect(server.serverNames).toEqual(['localhost']);
    expect(server.requests).toEqual(['GET other.example /']);
  });
});
