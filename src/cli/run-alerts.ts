import { channelLines } from '../app/channel-lines.ts';
import { systemClock } from '../app/system-clock.ts';
import type { OutboxItem } from '../domain/alert.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { messageDocument } from '../reporting/message-document.ts';
import type { AlertsDocument } from '../reporting/message-schema.ts';
import { channelDocument, channelTable, messageTable } from './alerts/message-list.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { knownChannel } from './known-channel.ts';
import { openState } from './open-state.ts';
import type { ShowOptions } from './state-options.ts';
import { readStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon alerts list`. */
export interface ListAlertsOptions extends ShowOptions {
  readonly channel?: string;
  readonly state?: OutboxItem['state'];
  readonly limit: number;
}

const mostMessages = 20_000;

/** Runs `svcmon alerts list` from the parsed command line to its exit code. */
export async function runListAlerts(
  { options }: CommandInput<ListAlertsOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const { channel, state, limit } = options;
  const config = await openState(options, context);
  const { pending, history } = await readStore(config, context, async (store) => {
    const [waiting, all] = await Promise.all([store.pendingOutbox(), store.outboxHistory({ limit: mostMessages })]);
    return { pending: waiting, history: all };
  });
  const lines = channelLines(config, { pending, history });
  if (channel !== undefined)
    knownChannel(channel, [...lines.map(({ name }) => name), ...history.map((item) => item.channel)]);
  const shown = lines.filter(({ name }) => channel === undefined || name === channel);
  const messages = history
    .filter(
      (item) => (channel === undefined || item.channel === channel) && (state === undefined || item.state === state),
    )
    .slice(0, limit);
  const nowAt = systemClock.now();
  if (options.format === 'json') {
    const document: AlertsDocument = {
      schema: 'svcmon.alerts/v1',
      timestamp: toInstant(nowAt),
      channels: shown.map(channelDocument),
      messages: messages.map(messageDocument),
    };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  const time = createWallTime({ nowAt });
  const look = lookOf(output.stdout, context);
  const tables = [channelTable(shown, time, look), messageTable(messages, time, look)];
  output.data(tables.filter((table) => table !== '').join('\n'));
  if (messages.length === 0) output.note('no messages');
  return exitCodes.ok;
}
