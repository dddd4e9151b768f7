import { defineCommand, defineCommandGroup } from '../command.ts';
import { choice, positiveInteger } from '../options.ts';
import type { ListAlertsOptions } from '../run-alerts.ts';
import type { TestChannelOptions } from '../run-test-channel.ts';
import { type ShowOptions, withPersonOption, withShowOptions, withStateOptions } from '../state-options.ts';

const messageStates = ['pending', 'delivered', 'rejected', 'replaced', 'dropped'] as const;

const list = defineCommand<ListAlertsOptions>({
  name: 'list',
  summary: 'how every channel is doing, and the last messages with what became of them',
  examples: ['alerts', 'alerts list --state pending', 'alerts list --channel ops -n 100'],

  configure: (command) =>
    withShowOptions(command)
      .option('--channel <name>', 'only messages to this channel')
      .addOption(choice('--state <state>', 'only messages in this state', messageStates))
      .option('-n, --limit <number>', 'most messages to show', positiveInteger, 20),

  async run(input, context) {
    const { runListAlerts } = await import('../run-alerts.ts');
    return runListAlerts(input, context);
  },
});

const explain = defineCommand<ShowOptions>({
  name: 'explain',
  summary: 'for every channel, why it was told or was not',
  examples: ['alerts explain', 'alerts explain checkout', 'alerts explain 01KAH3Y2'],

  configure: (command) =>
    withShowOptions(command).argument(
      '[service|incident]',
      'a service, or the id of an incident or the beginning of it; without it, all that is open',
    ),

  async run(input, context) {
    const { runExplainAlerts } = await import('../run-explain-alerts.ts');
    return runExplainAlerts(input, context);
  },
});

const test = defineCommand<TestChannelOptions>({
  name: 'test',
  summary: 'send a marked test, and its end, through a channel; once, and about no service',
  examples: ['alerts test ops'],

  configure: (command) =>
    withPersonOption(withStateOptions(command)).argument('<channel>', 'the name of a configured channel'),

  async run(input, context) {
    const { runTestChannel } = await import('../run-test-channel.ts');
    return runTestChannel(input, context);
  },
});

/** `svcmon alerts`: what was told to whom, and why not. */
export const alerts = defineCommandGroup({
  name: 'alerts',
  summary: 'the messages and what became of them; why somebody was (not) told; test a channel',
  commands: [list, explain, test],
});
