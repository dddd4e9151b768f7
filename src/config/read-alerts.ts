import { bindChannel, type Channel } from '../channels/channel.ts';
import { file } from '../channels/file.ts';
import { isPlaceholderWebhook, slack } from '../channels/slack.ts';
import { secretsIn } from '../domain/secret.ts';
import { checkData } from './check-data.ts';
import type { ConfiguredChannel } from './config.ts';
import type { Finding } from './finding.ts';
import { switchMail } from './mail-switch.ts';
import { type ReadRoutes, readRoutes } from './read-routes.ts';
import { isRecord } from './record.ts';
import type { Roster } from './roster.ts';
import { channelKeys, type FileOptions } from './schema.ts';
import type { Section } from './section.ts';
import { closestName } from './suggestion.ts';
import { contradiction } from './to-service.ts';
import { listOf, showValue } from './wording.ts';

/** The `alerts:` of a file: where messages go. */
export interface ReadAlerts {
  readonly channels: readonly ConfiguredChannel[];
  /** The paths of webhooks that are still the placeholder. */
  readonly placeholders: readonly (readonly (string | number)[])[];
  readonly routes: ReadRoutes['routes'];
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** What alerts are read with. */
export interface AlertsContext {
  readonly kinds: readonly Channel[];
  readonly roster: Roster;
}

/** Reads the channels by the schemas of their types, adds those that `directory` and `webhook_url` stand for, and reads the routes to them. */
export function readAlerts(
  section: Section,
  alerts: FileOptions['alerts'],
  { kinds, roster }: AlertsContext,
): ReadAlerts {
  const read = alerts.channels.map((data, index) => readChannel(section, { data, index, kinds }));
  const implied = impliedChannels(alerts);
  const channels = [...implied, ...read.flatMap(({ channel }) => (channel === undefined ? [] : [channel]))];
  const names = [...implied, ...read].flatMap(({ name }) => name ?? []);
  const routes = readRoutes(alerts, { roster, channels: names, always: [folderChannel] });
  const mail = switchMail(alerts, { channels, routes: routes.routes });
  const { webhook_url: webhook, thresholds } = alerts;
  const wrongOrder = thresholds.response_time_warning > thresholds.response_time_critical;
  return {
    channels: mail.channels,
    routes: mail.routes,
    warnings: [...mail.warnings, ...routes.warnings],
    placeholders: [
      ...(webhook !== undefined && isPlaceholderWebhook(webhook.reveal()) ? [['webhook_url']] : []),
      ...read.flatMap(({ placeholder }) => (placeholder === undefined ? [] : [placeholder])),
    ],
    secrets: [...secretsIn(alerts), ...read.flatMap(({ secrets }) => secrets)].filter(
      (text) => !isPlaceholderWebhook(text),
    ),
    findings: [
      ...read.flatMap(({ findings }) => findings),
      ...duplicateNames(
        read.map(({ name }) => name),
        implied,
      ),
      ...routes.findings,
      ...(wrongOrder ? [{ path: ['thresholds', 'response_time_warning'], ...contradiction(thresholds) }] : []),
    ],
  };
}

interface ReadChannel {
  readonly name?: string;
  readonly channel?: ConfiguredChannel;
  readonly placeholder?: readonly (string | number)[];
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
}

function readChannel(
  section: Section,
  { data, index, kinds }: { readonly data: unknown; readonly index: number; readonly kinds: readonly Channel[] },
): ReadChannel {
  const base = ['channels', index];
  const refuse = (...findings: Finding[]): ReadChannel => ({ secrets: [], findings });
  if (!isRecord(data))
    return refuse({ path: base, message: `expected a mapping with name and type, got ${showValue(data)}` });
  const { name, type, ...rest } = data;
  const own: Section = { data, originOf: (path) => section.originOf([...base, ...path]) };
  const under = (findings: readonly Finding[]) =>
    findings.map((finding) => ({ ...finding, path: [...base, ...finding.path] }));
  const common = checkData(channelKeys, own, {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
  });
  if (!common.ok) return refuse(...under(common.findings));
  const kind = kinds.find((candidate) => candidate.type === type);
  if (kind === undefined) return refuse(unknownType([...base, 'type'], type, kinds));
  const options = checkData(kind.options, own, rest);
  if (!options.ok) return { name: common.value.name, ...refuse(...under(options.findings)) };
  const webhook = 'webhook_url' in options.value ? secretsIn(options.value.webhook_url)[0] : undefined;
  return {
    name: common.value.name,
    channel: { name: common.value.name, type: kind.type, channel: bindChannel(kind, options.value) },
    secrets: secretsIn(options.value),
    findings: [],
    ...(webhook !== undefined && isPlaceholderWebhook(webhook) && { placeholder: [...base, 'webhook_url'] }),
  };
}

function unknownType(path: readonly (string | number)[], type: unknown, kinds: readonly Channel[]): Finding {
  const known = kinds.map((kind) => kind.type);
  const meant = typeof type === 'string' ? closestName(type, known) : undefined;
  const message = `expected ${listOf(known.map((name) => JSON.stringify(name)))}, got ${showValue(type)}`;
  return { path, message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) };
}

// The alert files are the record of all that was told: they need no route.
const folderChannel = 'directory';

/** The channels that need no entry of their own; a placeholder webhook makes none. */
function impliedChannels({ directory, webhook_url: webhook }: FileOptions['alerts']): readonly ConfiguredChannel[] {
  const files: ConfiguredChannel = { name: folderChannel, type: 'file', channel: bindChannel(file, { directory }) };
  if (webhook === undefined || isPlaceholderWebhook(webhook.reveal())) return [files];
  const options = { webhook_url: webhook, mention: undefined };
  return [files, { name: 'webhook_url', type: 'slack', channel: bindChannel(slack, options) }];
}

function duplicateNames(
  names: readonly (string | undefined)[],
  implied: readonly ConfiguredChannel[],
): readonly Finding[] {
  return names.flatMap((name, index): readonly Finding[] => {
    if (name === undefined) return [];
    const path = ['channels', index, 'name'];
    if (implied.some((channel) => channel.name === name)) {
      return [
        { path, message: `"${name}" names the channel that alerts.${name} stands for`, hint: 'choose another name' },
      ];
    }
    const first = names.indexOf(name);
    return first === index ? [] : [{ path, message: `"${name}" is also the name of alerts.channels[${first}]` }];
  });
}
