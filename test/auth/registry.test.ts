import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { authKey, derivedSecretsOf, schemes } from '../../src/auth/registry.ts';
import type { AuthContext, BoundAuth } from '../../src/auth/scheme.ts';
import { Failure } from '../../src/domain/failure.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { secretsIn } from '../../src/domain/secret.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { says, startSite } from '../support/local-site.ts';
import {
  optionsWithFiles,
  plantedSecret,
  plantedToken,
  type SchemeExample,
  schemeExamples,
} from './scheme-examples.ts';

const folder = new URL('../../src/auth/', import.meta.url);
const notKinds = ['authenticated-request.ts', 'registry.ts', 'scheme.ts', 'sessions.ts'];
const types = schemes.map(({ type }) => type);

/** The example of a scheme and what it is parsed to, beside a server that hands out the planted token. */
async function exampleOf(type: string): Promise<SchemeExample & { readonly auth: BoundAuth }> {
  const answer = JSON.stringify({ access_token: plantedToken, token_type: 'Bearer', expires_in: 300 });
  const site = await startSite({ '/token': says(answer, { 'content-type': 'application/json' }) });
  return parsedExample(type, `${site.url}/token`);
}

async function parsedExample(type: string, tokenServer: string) {
  const example = await schemeExamples[type]?.(tokenServer);
  if (example === undefined) throw new Error(`scheme-examples.ts has none of ${type}`);
  return { ...example, auth: authKey().parse(example.options) };
}

const first = (auth: BoundAuth, context: AuthContext) => auth.credentials(unprovenRequest(), context);

describe('the registry', () => {
  test('has the scheme of every other file of its folder', async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !notKinds.includes(file));
    const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
    const defined = modules.flatMap((module) => Object.values<unknown>(module));
    expect(new Set(defined)).toEqual(new Set(schemes));
    expect(files.map((file) => file.replace('.ts', '').replaceAll('-', '_')).toSorted()).toEqual(types.toSorted());
  });

  test('has no two schemes of one type', () => {
    expect(new Set(types).size).toBe(schemes.length);
  });

  test('is matched by the examples', () => {
    expect(Object.keys(schemeExamples).toSorted()).toEqual(types.toSorted());
  });
});

describe.each(types)('%s', (type) => {
  test('is a value of the auth key', async () => {
    const { auth } = await exampleOf(type);
    expect(auth.type).toBe(type);
    expect(auth.options).toMatchObject({ type });
  });

  test('says what it adds to a request, and adds nothing else', async () => {
    const { auth, sends } = await exampleOf(type);
    const { headers, params } = await first(auth, authContext());
    expect(Object.keys({ ...headers, ...params }).toSorted()).toEqual(sends.toSorted());
    const { headers: ownHeaders, params: ownParams } = auth.adds();
    expect(ownHeaders).toEqual(expect.arrayContaining(Object.keys(headers)));
    expect(ownParams).toEqual(expect.arrayContaining(Object.keys(params)));
  });

  test('keeps its secret to itself when it is printed', async () => {
    const { auth } = await exampleOf(type);
    await first(auth, authContext());
    const printed = [JSON.stringify(auth), inspect(auth, { depth: 9, showHidden: true }), String(auth)].join();
    expect(printed).not.toContain('hunter2');
    expect(secretsIn(auth)).toEqual([plantedSecret]);
  });

  test('keeps its secret to itself when it is refused', async () => {
    const { options } = await exampleOf(type);
    const { error } = authKey().safeParse({ ...options, surely_unknown: 1 }, { reportInput: false });
    expect(error?.issues).toHaveLength(1);
    expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
  });

  test('has everything that it sends masked, wherever an answer repeats it', async () => {
    const { auth, reusable } = await exampleOf(type);
    const context = authContext();
    const { headers, params } = await first(auth, context);
    const redact = createRedactor([...secretsIn(auth), ...auth.derivedSecrets()], context.sessions.tokens);
    for (const [name, value] of Object.entries({ ...headers, ...params })) {
      const shown = redact(value);
      expect(shown).not.toContain('hunter2');
      expect(shown).not.toMatch(/aHVudGVyM|h1bnRlcj|odW50ZXIy/);
      if (reusable.includes(name)) expect(shown).toMatch(/^(\w+ )?\*\*\*$/);
    }
    expect(Object.keys({ ...headers, ...params })).toEqual(expect.arrayContaining([...reusable]));
  });

  test('names the files that it reads', async () => {
    const { auth, options, files } = await exampleOf(type);
    const named: Readonly<Record<string, unknown>> = { ...options };
    expect(auth.files()).toEqual(files.map((key) => ({ path: [key], file: named[key] })));
  });

  test('ends with its signal, or needs nobody to wait for', async () => {
    const controller = new AbortController();
    const asked = await startSilent(() => controller.abort());
    const { auth, asks } = await parsedExample(type, asked.url);
    const outcome = await first(auth, authContext({ signal: controller.signal })).catch((error: unknown) => error);
    expect(asked.times).toBe(asks ? 1 : 0);
    expect(outcome instanceof Failure ? outcome.reason : 'sent').toBe(asks ? 'interrupted' : 'sent');
  });

  test('does not begin where its signal has fired', async () => {
    const { auth, asks } = await exampleOf(type);
    const outcome = await first(auth, authContext({ signal: AbortSignal.abort() })).catch((error: unknown) => error);
    expect(outcome instanceof Failure ? outcome.reason : 'sent').toBe(asks ? 'interrupted' : 'sent');
  });

  test('says what it is, and marks its secrets in the schema', () => {
    const scheme = schemes.find((one) => one.type === type);
    expect(scheme?.summary).toMatch(/^Sends .*\.$/);
    expect(Object.keys(scheme?.options.shape ?? {})[0]).toBe('type');
    expect(inspect(scheme?.options.toJSONSchema({ io: 'input', unrepresentable: 'any' }), { depth: 9 })).toContain(
      "'x-svcmon-secret': true",
    );
  });
});

test('every key that ends in _file is told to those who look after files', async () => {
  const told = (await optionsWithFiles()).flatMap((options) => {
    const auth = authKey().parse(options);
    return auth.files().map(({ path }) => `${auth.type}: ${path.join('.')}`);
  });
  const keys = schemes.flatMap(({ type, options }) => Object.keys(options.shape).map((key) => `${type}: ${key}`));
  expect(told.toSorted()).toEqual(keys.filter((key) => key.endsWith('_file')).toSorted());
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
  const basic = { type: 'basic', username: 'ann', password: plantedSecret };
  expect(derivedSecretsOf(authKey().parse(basic))).toEqual([btoa(`ann:${plantedSecret}`)]);
  for (const other of [undefined, null, 'text', {}, basic]) expect(derivedSecretsOf(other)).toEqual([]);
});

/** A server that accepts and says nothing; `onAsked` is called when something is asked. */
async function startSilent(onAsked: () => void) {
  const seen = { times: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      seen.times += 1;
      onAsked();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    get times() {
      return seen.times;
    },
  };
}
