import { readdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { authKey, derivedSecretsOf, schemes } from '../../src/auth/registry.ts';
import { secretsIn } from '../../src/domain/secret.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';

const folder = new URL('../../src/auth/', import.meta.url);
const notKinds = ['authenticated-request.ts', 'registry.ts', 'scheme.ts', 'sessions.ts'];

/** The least that each scheme needs. */
const examples: Readonly<Record<string, object>> = {
  basic: { type: 'basic', username: 'ann', password: 'hunter2-secret' },
  bearer: { type: 'bearer', token: 'hunter2-secret' },
  api_key: { type: 'api_key', key: 'hunter2-secret' },
};

describe('the registry', () => {
  test('has the scheme of every other file of its folder', async () => {
    const files = readdirSync(folder).filter((file) => !notKinds.includes(file));
    const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
    const defined = modules.flatMap((module) => Object.values<unknown>(module));
    expect(new Set(defined)).toEqual(new Set(schemes));
    expect(files.map((file) => file.replace('.ts', '').replace('-', '_')).toSorted()).toEqual(
      schemes.map(({ type }) => type).toSorted(),
    );
  });

  test('has no two schemes of one type', () => {
    expect(new Set(schemes.map(({ type }) => type)).size).toBe(schemes.length);
  });
});

describe('every scheme', () => {
  test.each(schemes.map(({ type }) => type))('%s is a value of the auth key that adds to a request', async (type) => {
    const auth = authKey().parse(examples[type]);
    const { headers, params } = await auth.credentials(unprovenRequest(), authContext());
    expect(auth.type).toBe(type);
    expect(Object.keys({ ...headers, ...params })).toHaveLength(1);
  });

  test.each(schemes.map(({ type }) => type))('%s keeps its secret to itself when it is printed', (type) => {
    const auth = authKey().parse(examples[type]);
    const printed = [JSON.stringify(auth), inspect(auth, { depth: 9, showHidden: true }), String(auth)].join();
    expect(printed).not.toContain('hunter2');
    expect(secretsIn(auth)).toEqual(['hunter2-secret']);
  });

  test('says what it is and marks its secret in the schema', () => {
    for (const { summary, options } of schemes) {
      expect(summary).toMatch(/^Sends .*\.$/);
      expect(Object.keys(options.shape)).toContain('type');
      expect(inspect(options.toJSONSchema({ io: 'input' }), { depth: 9 })).toContain("'x-svcmon-secret': true");
    }
  });
});

test('an auth key of an unknown type, with an unknown key or without its own keys is refused', () => {
  for (const wrong of [
    { type: 'magic' },
    { type: 'bearer' },
    { type: 'bearer', token: 'a', user: 'b' },
    'token',
    null,
  ]) {
    expect(authKey().safeParse(wrong).success).toBe(false);
  }
});

test('derived secrets are those of an auth key, and none for anything else', () => {
  expect(derivedSecretsOf(authKey().parse(examples.basic))).toEqual([btoa('ann:hunter2-secret')]);
  for (const other of [undefined, null, 'text', {}, examples.basic]) expect(derivedSecretsOf(other)).toEqual([]);
});
