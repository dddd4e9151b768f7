import { describe, expect, test } from 'vitest';
import { OpenDoor, refuseOpenDoor } from '../../src/app/open-door.ts';
import type { AccessToken } from '../../src/domain/access.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const now = 1_000;
const token: AccessToken = { id: 't', name: 'ops', scope: 'read', hash: 'aa', createdAt: 0, isSession: false };

async function ask(host: string, tokens: readonly AccessToken[] = []): Promise<void> {
  const store = createMemoryStore();
  for (const one of tokens) await store.addAccessToken(one);
  await refuseOpenDoor({ listen: { host, port: 8686 } }, { store, now });
}

describe('listening', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', '::ffff:127.0.0.1'])(
    'at %s needs no token',
    async (host) => {
      await expect(ask(host)).resolves.toBeUndefined();
    },
  );

  test.each(['0.0.0.0', '::', '192.168.1.2', 'monitor.example', 'localhost.example'])(
    'at %s needs a token',
    async (host) => {
      await expect(ask(host)).rejects.toThrow(OpenDoor);
      await expect(ask(host)).rejects.toThrow(/there is no token: make one with "svcmon token create/);
      await expect(ask(host, [token])).resolves.toBeUndefined();
    },
  );

  test.each([
    ['has expired', { ...token, expiresAt: now }],
    ['is a session', { ...token, isSession: true }],
  ])('beyond this machine needs more than a token that %s', async (_name, useless) => {
    await expect(ask('0.0.0.0', [useless])).rejects.toThrow(OpenDoor);
  });
});
