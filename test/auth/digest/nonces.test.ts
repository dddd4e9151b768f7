import { expect, test } from 'vitest';
import { strongestChallenge } from '../../../src/auth/digest/challenge.ts';
import { Nonces } from '../../../src/auth/digest/nonces.ts';

function challengeWith(nonce: string) {
  const chosen = strongestChallenge(`Digest nonce="${nonce}"`);
  if (!chosen.ok) throw new Error(chosen.problem);
  return chosen.challenge;
}

test('a nonce is used on, with the same cnonce, for everything of its origin', () => {
  const nonces = new Nonces();
  expect(nonces.use('https://a.example/')).toBeUndefined();
  nonces.learn('https://a.example/login', challengeWith('one'));
  const [first, second] = [nonces.use('https://a.example/x'), nonces.use('https://a.example/y?z')];
  expect([first?.nonceCount, second?.nonceCount]).toEqual([1, 2]);
  expect(second?.cnonce).toBe(first?.cnonce);
  expect(first?.challenge.nonce).toBe('one');
  expect(nonces.last('https://a.example/')).toBe('one');
  expect(nonces.use('https://a.example:8443/')).toBeUndefined();
  expect(nonces.use('http://a.example/')).toBeUndefined();
});

test('the next nonce begins to count anew, with a cnonce of its own', () => {
  const nonces = new Nonces();
  nonces.learn('https://a.example/', challengeWith('one'));
  const before = nonces.use('https://a.example/');
  nonces.learn('https://a.example/', challengeWith('two'));
  const after = nonces.use('https://a.example/');
  expect(after).toMatchObject({ nonceCount: 1, challenge: { nonce: 'two' } });
  expect(after?.cnonce).not.toBe(before?.cnonce);
});

test('fifty origins are kept in mind, the last ones', () => {
  const nonces = new Nonces();
  for (let at = 0; at <= 50; at += 1) nonces.learn(`https://a${at}.example/`, challengeWith(`${at}`));
  expect(nonces.last('https://a0.example/')).toBeUndefined();
  expect(nonces.last('https://a1.example/')).toBe('1');
  expect(nonces.last('https://a50.example/')).toBe('50');
});
