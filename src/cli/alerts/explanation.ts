import type { AlertRule } from '../../domain/alert-rule.ts';
import { groupBy } from '../../domain/group-by.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { columnsOf, wrapColumns } from '../../reporting/columns.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { lineOrNull, toInstant } from '../../reporting/machine-values.ts';
import { messageDocument, notSentDocument } from '../../reporting/message-document.ts';
import type { ExplanationsDocument } from '../../reporting/message-schema.ts';
import { type Style, styleOf } from '../../reporting/style.ts';
import { marked } from '../explain-block.ts';
import type { WallTime } from '../wall-time.ts';
import type { AlertStory } from './alert-stories.ts';

/** An alert with what every channel heard of it, or why it did not. */
export interface ExplainedAlert {
  readonly story: AlertStory;
  readonly channels: readonly { readonly name: string; readonly sentences: readonly string[] }[];
}

/** Explains alerts to people, set apart by empty lines; ends in a line feed unless there is none. */
export function explanation(
  alerts: readonly ExplainedAlert[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const style = styleOf(look);
  return alerts
    .map(({ story, channels }) => {
      const head = marked(signOf(story, style), headline(story, time), { width, paint: paintOf(story, style) });
      return `${[...head, ...channelLines(channels, { style, width })].join('\n')}\n`;
    })
    .join('\n');
}

function signOf({ isOpen, severity }: AlertStory, { glyphs }: Style): string {
  if (!isOpen) return glyphs.status.healthy;
  return severity === 'critical' ? glyphs.status.unhealthy : glyphs.status.degraded;
}

function paintOf({ isOpen, severity }: AlertStory, { status }: Style): (text: string) => string {
  if (!isOpen) return status.healthy;
  return severity === 'critical' ? status.unhealthy : status.degraded;
}

const troubles: Record<AlertRule, string> = {
  unhealthy: 'unhealthy',
  slow: 'slower than response_time_critical',
  degraded: 'degraded',
  flapping: 'flapping',
  certificate: 'about to lose its certificate',
  slo_burn: 'burning its error budget too fast',
  deployment: 'on a bad release',
  monitor_offline: 'cut off from its network',
  storage: 'unable to store its results',
};

/** `api is unhealthy since 20:14:03, incident 01KAH…`, `api was unhealthy from 20:14:03 to 20:31:00`. */
function headline({ rule, service, isOpen, startedAt, endedAt, incidentId }: AlertStory, time: WallTime): string {
  const name = toPlainLine(service ?? 'svcmon');
  const trouble = isRule(rule) ? troubles[rule] : toPlainLine(rule);
  const since = startedAt === undefined ? '' : ` ${isOpen ? 'since' : 'from'} ${time.at(startedAt)}`;
  const until = endedAt === undefined ? '' : ` to ${time.at(endedAt)}`;
  const incident = incidentId === undefined ? '' : `, incident ${incidentId}`;
  return `${name} ${isOpen ? 'is' : 'was'} ${trouble}${since}${until}${incident}`;
}

function isRule(rule: string): rule is AlertRule {
  return Object.hasOwn(troubles, rule);
}

const mostNameColumns = 24;

/** Channels of which the same is to be said share their lines. */
function channelLines(
  channels: ExplainedAlert['channels'],
  { style, width }: { readonly style: Style; readonly width: number },
): readonly string[] {
  const groups = [...groupBy(channels, ({ sentences }) => sentences.join('\n')).values()].map((group) => ({
    label: group.map(({ name }) => toPlainLine(name)).join(', '),
    sentences: group[0]?.sentences ?? [],
  }));
  const labelColumns = Math.min(mostNameColumns, Math.max(0, ...groups.map(({ label }) => columnsOf(label))));
  return groups.flatMap(({ label, sentences }) => {
    const labels = wrapColumns(label, labelColumns);
    const lines = sentences.flatMap((sentence) => wrapColumns(sentence, Math.max(20, width - labelColumns - 4)));
    return Array.from({ length: Math.max(labels.length, lines.length) }, (_, index) => {
      const shown = labels[index] ?? '';
      const blanks = ' '.repeat(Math.max(0, labelColumns - columnsOf(shown)));
      return `  ${style.strong(shown)}${blanks}  ${lines[index] ?? ''}`.trimEnd();
    });
  });
}

/** An explained alert as plain data. */
export function explanationDocument({ story, channels }: ExplainedAlert): ExplanationsDocument['alerts'][number] {
  return {
    dedup_key: toPlainLine(story.dedupKey),
    rule: toPlainLine(story.rule),
    severity: story.severity,
    service: lineOrNull(story.service),
    incident: story.incidentId ?? null,
    open: story.isOpen,
    started: story.startedAt === undefined ? null : toInstant(story.startedAt),
    ended: story.endedAt === undefined ? null : toInstant(story.endedAt),
    channels: channels.map(({ name, sentences }) => ({ channel: toPlainLine(name), sentences: [...sentences] })),
    messages: story.messages.map(messageDocument),
    not_sent: story.notSent.map(notSentDocument),
  };
}
