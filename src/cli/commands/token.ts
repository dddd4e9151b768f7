import { type Command, Option } from 'commander';
import { scopes } from '../../domain/access.ts';
import { defineCommand, defineCommandGroup } from '../command.ts';
import type { CreateTokenOptions } from '../run-token.ts';
import { type ShowOptions, type StateOptions, withShowOptions, withStateOptions } from '../state-options.ts';

const list = defineCommand<ShowOptions>({
  name: 'list',
  summary: 'list the tokens, what they allow and when they were used last',
  examples: ['token'],
  configure: withShowOptions,

  async run(input, context) {
    const { runListTokens } = await import('../run-token.ts');
    return runListTokens(input, context);
  },
});

const create = defineCommand<CreateTokenOptions>({
  name: 'create',
  summary: 'make a token for the API and print it, this once',
  examples: ['token create grafana --scope read', 'token create pipeline --scope write --expires 90d'],
  configure: (command: Command) =>
    withStateOptions(command)
      .argument('<name>', 'who or what will use it')
      .addOption(
        new Option(
          '--scope <scope>',
          'read; write also acknowledges, silences, pauses, checks and deploys; admin does all',
        )
          .choices([...scopes])
          .makeOptionMandatory(),
      )
      .option('--expires <duration>', 'how long it is good for, such as 90d (default: until it is revoked)'),

  async run(input, context) {
    const { runCreateToken } = await import('../run-token.ts');
    return runCreateToken(input, context);
  },
});

const revoke = defineCommand<StateOptions>({
  name: 'revoke',
  summary: 'make a token worthless, and end the sessions that began with it',
  examples: ['token revoke pipeline'],
  configure: (command) => withStateOptions(command).argument('<name>', 'its name'),

  async run(input, context) {
    const { runRevokeToken } = await import('../run-token.ts');
    return runRevokeToken(input, context);
  },
});

/** `svcmon token`: who may call the API. */
export const token = defineCommandGroup({
  name: 'token',
  summary: 'tokens for the API: list, create and revoke them',
  commands: [list, create, revoke],
});
