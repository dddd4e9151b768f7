import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { tokensSchema } from '../../src/reporting/token-schema.ts';
import { stateWorld } from './state-world.ts';

describe('svcmon token', () => {
  test('prints a token once, and stores nothing but its hash', async () => {
    const { run, path } = await stateWorld();
    const { stdout, stderr, exitCode } = await run('token', 'create', 'grafana', '--scope', 'read');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^svcmon_[\w-]{43}\n$/);
    expect(stderr).toContain('cannot be shown again');
    const secret = stdout.trim();
    const stored = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1').catch(() => '')));
    expect(stored.join('')).not.toContain(secret.slice(7));
    const { stdout: listed } = await run('token');
    expect(listed).toMatch(/^TOKEN +SCOPE +MADE +LAST USED +EXPIRES\ngrafana +read .*\n$/);
    expect(listed).not.toContain(secret);
  });

  test('lists those in force, as data too', async () => {
    const { run } = await stateWorld();
    await run('token', 'create', 'a', '--scope', 'admin');
    await run('token', 'create', 'b', '--scope', 'write', '--expires', '90d');
    const document = JSON.parse((await run('token', 'list', '-o', 'json')).stdout);
    expect(tokensSchema.parse(document)).toEqual(document);
    expect(document.tokens).toMatchObject([
      { name: 'a', scope: 'admin', last_used: null, expires: null },
      { name: 'b', scope: 'write' },
    ]);
    const lastsMs = Date.parse(document.tokens[1].expires) - Date.parse(document.tokens[1].created);
    expect(lastsMs).toBe(90 * 86_400_000);
  });

  test('forgets one that is revoked, and its name is free again', async () => {
    const { run } = await stateWorld();
    await run('token', 'create', 'ci', '--scope', 'write');
    const second = await run('token', 'create', 'ci', '--scope', 'read');
    expect([second.exitCode, second.stdout]).toEqual([2, '']);
    expect(second.stderr).toContain('there is a token "ci" already');
    expect((await run('token', 'revoke', 'ci')).exitCode).toBe(0);
    expect((await run('token', 'revoke', 'ci')).exitCode).toBe(4);
    expect((await run('token', 'create', 'ci', '--scope', 'read')).exitCode).toBe(0);
  });

  test.each([
    [['create', 'a b', '--scope', 'read'], 'a name has 1 to 64'],
    [['create', 'a'], '--scope'],
    [['create', 'a', '--scope', 'root'], 'read, write, admin'],
    [['create', 'a', '--scope', 'read', '--expires', 'soon'], 'expected a duration such as "90d"'],
  ])('refuses %j', async (args, said) => {
    const { run } = await stateWorld();
    const { exitCode, stderr, stdout } = await run('token', ...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});
