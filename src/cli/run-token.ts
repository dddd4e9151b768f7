import { hashOf, isInForce, makeToken } from '../api/access/token.ts';
import { systemClock } from '../app/system-clock.ts';
import type { AccessToken, Scope } from '../domain/access.ts';
import { parseDuration } from '../domain/duration.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { renderGrid } from '../reporting/grid.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { styleOf } from '../reporting/style.ts';
import type { TokensDocument } from '../reporting/token-schema.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { openState } from './open-state.ts';
import type { ShowOptions, StateOptions } from './state-options.ts';
import { writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon token create`. */
export interface CreateTokenOptions extends StateOptions {
  readonly scope: Scope;
  readonly expires?: string;
}

/** Runs `svcmon token create` from the parsed command line to its exit code. The token is all that stdout gets. */
export async function runCreateToken(
  { args: [name = ''], options }: CommandInput<CreateTokenOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  if (!/^[\w.@-]{1,64}$/.test(name)) throw new UsageError('a name has 1 to 64 letters, digits, ".", "_", "@" and "-"');
  const createdAt = systemClock.now();
  const { scope, expires } = options;
  const expiresAt = expires === undefined ? undefined : createdAt + lastingMs(expires);
  const config = await openState(options, context);
  const token = makeToken();
  const id = createMakeId({ clock: systemClock, random: Math.random })();
  const entry: AccessToken = { id, name, scope, hash: hashOf(token), createdAt, isSession: false };
  const outcome = await writeStore(config, (store) =>
    store.addAccessToken({ ...entry, ...(expiresAt !== undefined && { expiresAt }) }),
  );
  if (outcome === 'name_taken') throw new UsageError(`there is a token "${name}" already: revoke it first`);
  output.data(`${token}\n`);
  output.note('kept nowhere but here: it cannot be shown again');
  return exitCodes.ok;
}

function lastingMs(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 1_000) return ms;
  throw new UsageError(`--expires ${JSON.stringify(text)}: expected a duration such as "90d"`);
}

/** Runs `svcmon token list` from the parsed command line to its exit code. */
export async function runListTokens(
  { options }: CommandInput<ShowOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const nowAt = systemClock.now();
  const stored = await writeStore(config, (store) => store.accessTokens());
  const tokens = stored.filter((token) => !token.isSession && isInForce(token, nowAt));
  if (options.format === 'json') output.data(`${JSON.stringify(tokensDocument(tokens, nowAt), null, 2)}\n`);
  else output.data(tokenList(tokens, nowAt, context));
  if (tokens.length === 0) output.note('there is no token: make one with svcmon token create');
  return exitCodes.ok;
}

/** Runs `svcmon token revoke` from the parsed command line to its exit code. */
export async function runRevokeToken(
  { args: [name = ''], options }: CommandInput<StateOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const config = await openState(options, context);
  const outcome = await writeStore(config, async (store) => {
    const found = (await store.accessTokens()).find((token) => !token.isSession && token.name === name);
    return found === undefined ? 'not_found' : store.removeAccessToken(found.id);
  });
  if (outcome === 'not_found') throw new UsageError(`there is no token "${toPlainLine(name)}"`, exitCodes.noMatch);
  context.output.note(`revoked: a monitor that runs lets nobody in by "${name}" within a second`);
  return exitCodes.ok;
}

function tokenList(tokens: readonly AccessToken[], nowAt: number, context: CommandContext): string {
  const { width, ...look } = lookOf(context.output.stdout, context);
  const { glyphs, quiet } = styleOf(look);
  const time = createWallTime({ nowAt });
  const fromNow = (at: number | undefined) => (at === undefined ? glyphs.none : time.fromNow(at));
  const grid = renderGrid(
    [
      { title: 'TOKEN', cells: tokens.map(({ name }) => name), shrinksTo: 14 },
      { title: 'SCOPE', cells: tokens.map(({ scope }) => scope) },
      { title: 'MADE', cells: tokens.map(({ createdAt }) => fromNow(createdAt)) },
      { title: 'LAST USED', cells: tokens.map(({ lastUsedAt }) => fromNow(lastUsedAt)) },
      { title: 'EXPIRES', cells: tokens.map(({ expiresAt }) => fromNow(expiresAt)) },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

function tokensDocument(tokens: readonly AccessToken[], nowAt: number): TokensDocument {
  const instant = (at: number | undefined) => (at === undefined ? null : toInstant(at));
  return {
    schema: 'svcmon.tokens/v1',
    timestamp: toInstant(nowAt),
    tokens: tokens.map(({ name, scope, createdAt, lastUsedAt, expiresAt }) => ({
      ...{ name, scope, created: toInstant(createdAt) },
      last_used: instant(lastUsedAt),
      expires: instant(expiresAt),
    })),
  };
}
