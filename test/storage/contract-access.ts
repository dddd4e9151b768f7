import { describe, expect, test } from 'vitest';
import type { AccessToken, AuditEntry } from '../../src/domain/access.ts';
import type { Store } from '../../src/storage/store.ts';
import { noon } from './records.ts';

function token(facts: Partial<AccessToken> = {}): AccessToken {
  return { id: 't-1', name: 'ci', scope: 'write', hash: 'aa', createdAt: noon, isSession: false, ...facts };
}

function entry(facts: Partial<AuditEntry> = {}): Omit<AuditEntry, 'id'> {
  const what = { by: 'ci', client: '127.0.0.1', action: 'createService', target: 'shop' };
  return { at: noon, ...what, status: 201, requestId: 'r-1', ...facts };
}

/** Who may call, and who changed what. */
export function keepsAccess(store: () => Store): void {
  describe('of access', () => {
    test('gives back tokens as they were added, by their age', async () => {
      expect(await store().accessTokens()).toEqual([]);
      const second = token({ id: 't-2', name: 'ops', scope: 'admin', expiresAt: noon + 1_000 });
      expect(await store().addAccessToken(second)).toBe('done');
      expect(await store().addAccessToken(token())).toBe('done');
      expect(await store().accessTokens()).toEqual([token(), second]);
    });

    test('has one token of a name, and any number of sessions', async () => {
      await store().addAccessToken(token());
      expect(await store().addAccessToken(token({ id: 't-2' }))).toBe('name_taken');
      for (const id of ['s-1', 's-2']) {
        expect(await store().addAccessToken(token({ id, isSession: true, parentId: 't-1' }))).toBe('done');
      }
      expect((await store().accessTokens()).map(({ id }) => id)).toEqual(['s-1', 's-2', 't-1']);
    });

    test('forgets what has expired when another is added, so that its name is free', async () => {
      await store().addAccessToken(token({ expiresAt: noon + 10 }));
      expect(await store().addAccessToken(token({ id: 't-2', createdAt: noon + 9 }))).toBe('name_taken');
      expect(await store().addAccessToken(token({ id: 't-2', createdAt: noon + 10 }))).toBe('done');
      expect((await store().accessTokens()).map(({ id }) => id)).toEqual(['t-2']);
    });

    test('removes a token with its sessions, and a session alone', async () => {
      await store().addAccessToken(token());
      await store().addAccessToken(token({ id: 't-2', name: 'ops' }));
      for (const [id, parentId] of [
        ['s-1', 't-1'],
        ['s-2', 't-2'],
        ['s-3', 't-2'],
      ] as const) {
        await store().addAccessToken(token({ id, parentId, isSession: true }));
      }
      expect(await store().removeAccessToken('t-1')).toBe('done');
      expect(await store().removeAccessToken('s-3')).toBe('done');
      expect(await store().removeAccessToken('t-1')).toBe('not_found');
      expect((await store().accessTokens()).map(({ id }) => id)).toEqual(['s-2', 't-2']);
    });

    test('notes when a token was used last', async () => {
      await store().addAccessToken(token());
      await store().accessTokenUsed('t-1', noon + 5);
      await store().accessTokenUsed('gone', noon + 5);
      expect(await store().accessTokens()).toEqual([token({ lastUsedAt: noon + 5 })]);
    });

    test('tells of changes, newest first, and how many there are', async () => {
      for (const action of ['a', 'b', 'c']) await store().addAudit(entry({ action }));
      const { entries, total } = await store().audit({ limit: 2 });
      expect([total, entries]).toEqual([
        3,
        [
          { ...entry({ action: 'c' }), id: 3 },
          { ...entry({ action: 'b' }), id: 2 },
        ],
      ]);
      const actions = async (query: Parameters<Store['audit']>[0]) =>
        (await store().audit(query)).entries.map(({ action }) => action);
      expect(await actions({ limit: 5, beforeId: 2 })).toEqual(['a']);
      expect(await actions({ limit: 5, offset: 1 })).toEqual(['b', 'a']);
    });
  });
}
