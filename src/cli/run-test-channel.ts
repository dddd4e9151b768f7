import { createEffects } from '../app/effects.ts';
import { testChannel } from '../app/test-channel.ts';
import type { Delivery } from '../channels/channel.ts';
import type { Config, ConfiguredChannel } from '../config/config.ts';
import type { OutboxItem } from '../domain/alert.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { createRedactor } from '../domain/redaction.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { knownChannel } from './known-channel.ts';
import { openState, type StateConfig } from './open-state.ts';
import { nameOf } from './person.ts';
import type { PersonOptions, StateOptions } from './state-options.ts';
import { writeStore } from './stored-state.ts';

/** The options of `svcmon alerts test`. */
export interface TestChannelOptions extends StateOptions, PersonOptions {}

/** Runs `svcmon alerts test` from the parsed command line to its exit code: 1 where the channel did not take it. */
export async function runTestChannel(
  { args: [name = ''], options }: CommandInput<TestChannelOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment, signal } = context;
  const state = await openState(options, context);
  const { config } = state;
  if (config === undefined) throw new UsageError('the channels cannot be read: mend the configuration first');
  const configured = channelNamed(name, config, state);
  const { name: channel } = configured;
  const by = nameOf(options, environment);
  const redact = createRedactor(config.secrets);
  const { sent, problem, record } = await testChannel({
    channel: configured,
    by,
    effects: createEffects(),
    redact,
    signal,
  });
  await keepRecord(record, state, context);

  if (signal.aborted) return exitCodes.interrupted;
  if (problem === undefined) {
    output.data(`the test reached ${channel}: ${detailOf(sent)}; so did its end\n`);
    return exitCodes.ok;
  }
  const what =
    sent.outcome === 'delivered'
      ? `the test reached ${channel}, but its end did not`
      : `the test did not reach ${channel}`;
  output.data(`${what}: ${toPlainLine(problem)}\n`);
  return exitCodes.unhealthy;
}

function channelNamed(name: string, { alerts, placeholders }: Config, state: StateConfig): ConfiguredChannel {
  const channel = alerts.channels.find((configured) => configured.name === name);
  if (channel !== undefined) return channel;
  if (name === 'webhook_url' && placeholders.length > 0) {
    throw new UsageError(
      'alerts.webhook_url is still the placeholder of the example: put in your own',
      exitCodes.noMatch,
    );
  }
  knownChannel(
    name,
    state.channels.map((configured) => configured.name),
  );
  throw new UsageError(`the channel ${JSON.stringify(name)} has a mistake in the configuration: mend it first`);
}

function detailOf(delivery: Delivery): string {
  return delivery.outcome === 'delivered' ? toPlainLine(delivery.detail ?? 'delivered') : delivery.reason;
}

/** A store that cannot be written is no reason not to test a channel. */
async function keepRecord(record: OutboxItem, state: StateConfig, { output }: CommandContext): Promise<void> {
  const nothing = { results: [], health: [], incidents: [], timeline: [], alerts: [], channels: [], notSent: [] };
  try {
    await writeStore(state, (store) => store.commit({ ...nothing, outbox: [record] }));
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    output.note(`warning: the test is not recorded: ${thrown.message}`);
  }
}
