import { expect, test } from 'vitest';
import { createSessions, type Session } from '../../src/auth/sessions.ts';

function sessionsAt(start: number) {
  const clock = { at: start };
  const logins: string[] = [];
  const sessions = createSessions({ now: () => clock.at });
  const login = (session: Session) => async () => {
    logins.push(session.token);
    return session;
  };
  return { clock, logins, sessions, login };
}

test('everybody who asks at the same time shares one login', async () => {
  const { logins, sessions, login } = sessionsAt(0);
  const asked = Array.from({ length: 5 }, () => sessions.obtain('a', login({ token: 'one' })));
  expect(new Set((await Promise.all(asked)).map(({ token }) => token))).toEqual(new Set(['one']));
  await sessions.obtain('b', login({ token: 'two' }));
  expect(logins).toEqual(['one', 'two']);
  expect(sessions.tokens()).toEqual(['one', 'two']);
});

test('a session is used until shortly before it expires', async () => {
  const { clock, logins, sessions, login } = sessionsAt(0);
  const ask = (token: string) => sessions.obtain('a', login({ token, expiresAt: clock.at + 60_000 }));
  await ask('one');
  clock.at = 49_999;
  expect((await ask('two')).token).toBe('one');
  clock.at = 50_000;
  expect((await ask('three')).token).toBe('three');
  expect(logins).toEqual(['one', 'three']);
});

test('a session that was refused is forgotten, but not the one that took its place', async () => {
  const { sessions, login } = sessionsAt(0);
  const first = await sessions.obtain('a', login({ token: 'one' }));
  sessions.drop('a', first);
  const second = await sessions.obtain('a', login({ token: 'two' }));
  sessions.drop('a', first);
  expect(await sessions.obtain('a', login({ token: 'three' }))).toBe(second);
});

test('a login that fails fails for all who wait, and the next one tries again', async () => {
  const { sessions, login } = sessionsAt(0);
  const failing = () => Promise.reject(new Error('no'));
  const waiting = [sessions.obtain('a', failing), sessions.obtain('a', login({ token: 'late' }))];
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await sessions.obtain('a', login({ token: 'one' }))).token).toBe('one');
});

test('of a token with a short life the first half is used', async () => {
  const { clock, logins, sessions, login } = sessionsAt(0);
  const ask = (token: string) => sessions.obtain('a', login({ token, expiresAt: clock.at + 4_000 }));
  await ask('one');
  clock.at = 1_999;
  await ask('two');
  clock.at = 2_000;
  await ask('three');
  expect(logins).toEqual(['one', 'three']);
});

test('tokens that were refused, replaced or have expired are still told, the last five hundred of them', async () => {
  const { clock, sessions, login } = sessionsAt(0);
  sessions.drop('a', await sessions.obtain('a', login({ token: 'refused' })));
  await sessions.obtain('b', login({ token: 'expired', expiresAt: 1_000 }));
  clock.at = 1_000;
  await sessions.obtain('c', login({ token: 'in use' }));
  expect(sessions.tokens()).toEqual(['refused', 'expired', 'in use']);
  for (let count = 0; count < 499; count += 1) {
    sessions.drop('a', await sessions.obtain('a', login({ token: `t${count}` })));
  }
  expect(sessions.tokens()).toHaveLength(501);
  expect(sessions.tokens()).toContain('in use');
  expect(sessions.tokens()).not.toContain('refused');
});

test('the list of tokens is the same one as long as none came or went', async () => {
  const { sessions, login } = sessionsAt(0);
  await sessions.obtain('a', login({ token: 'one' }));
  const before = sessions.tokens();
  await sessions.obtain('a', login({ token: 'two' }));
  expect(sessions.tokens()).toBe(before);
  await sessions.obtain('b', login({ token: 'two' }));
  expect(sessions.tokens()).not.toBe(before);
});
