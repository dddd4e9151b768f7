import { createEffects } from '../../app/effects.ts';
import type { Config, ConfiguredChannel } from '../../config/config.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { createRedactor } from '../../domain/redaction.ts';
import type { ReportFile } from '../../domain/report-file.ts';
import { reportNotification } from '../../domain/report-message.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import { sendOnce } from '../../monitor/send-once.ts';
import { reportMessage } from '../../reporting/sla/message.ts';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { knownChannel } from '../known-channel.ts';

/** The channel of that name; throws a UsageError where there is none that takes reports. */
export function reportChannel(name: string, { alerts }: Pick<Config, 'alerts'>): ConfiguredChannel {
  const channel = alerts.channels.find((configured) => configured.name === name);
  knownChannel(
    name,
    alerts.channels.map((configured) => configured.name),
  );
  if (channel === undefined) throw new UsageError(`no channel is named ${JSON.stringify(name)}`);
  if (channel.channel.alertsOnly === true) {
    throw new UsageError(`${name} is of type ${channel.type}, which takes alerts only, no reports`);
  }
  return channel;
}

export interface Mailing {
  readonly report: SlaReport;
  readonly files: readonly ReportFile[];
  readonly channel: ConfiguredChannel;
  readonly config: Config;
}

// Attachments take their time.
const sendTimeoutMs = 60_000;

/** Sends a report once and says what became of it; resolves whether it got through. */
export async function mailReport(
  { report, files, channel: { name, channel }, config }: Mailing,
  { output, signal }: CommandContext,
): Promise<boolean> {
  const effects = createEffects();
  const createdAt = effects.clock.now();
  const notification = reportNotification(reportMessage(report, files), {
    dedupKey: `report/${report.period.label}/${new Date(createdAt).toISOString()}`,
    createdAt,
  });
  const redact = createRedactor(config.secrets);
  const sent = await sendOnce(channel, notification, { ...effects, redact, sendTimeoutMs, signal });
  if (sent.outcome === 'delivered') {
    output.note(`sent through ${name}: ${toPlainLine(sent.detail ?? 'delivered')}`);
    return true;
  }
  output.note(`not sent through ${name}: ${toPlainLine(sent.reason)}`);
  return false;
}
