import type { OutboxItem } from '../../domain/alert.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Incident } from '../../domain/incident.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { wrapColumns } from '../../reporting/columns.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import type { IncidentStory } from '../../reporting/incident-document.ts';
import { styleOf } from '../../reporting/style.ts';
import { fateOf, markOf } from '../alerts/message-wording.ts';
import { type Block, labelled, marked, type Paper, titled } from '../explain-block.ts';
import { explainEvidence } from '../explain-endpoint.ts';
import type { WallTime } from '../wall-time.ts';
import { lastedText } from './incident-list.ts';
import { timelineLines } from './timeline.ts';

/** The whole story of an incident for people; ends in a line feed. */
export function incidentStory(story: IncidentStory, time: WallTime, { width, ...look }: RenderOptions): string {
  const paper: Paper = { style: styleOf(look), width };
  const inner = { ...paper, width: width - 2 };
  const [failure] = story.failures;
  const blocks: readonly Block[] = [
    headline(story.incident, time, paper),
    facts(story, time, paper),
    titled('Timeline', timelineLines(story, time, inner), paper),
    titled('Messages', messageLines(story.messages, time, inner), paper),
    failure === undefined
      ? []
      : titled(`Evidence of ${time.at(failure.startedAt)}`, explainEvidence(failure, inner), paper),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function headline(incident: Incident, time: WallTime, { style, width }: Paper): Block {
  const { service, status, message, closedAt, closedAs, acknowledged } = incident;
  const lasted = lastedText(incident, time.nowAt);
  const isOpen = closedAt === undefined;
  const taken = acknowledged === undefined ? '' : `, acknowledged by ${toPlainLine(acknowledged.by)}`;
  const state = isOpen ? `${status} for ${lasted}${taken}` : `${closedAs ?? 'closed'} after ${lasted}`;
  const shown = isOpen ? status : 'healthy';
  const { sign, paint } = { sign: style.glyphs.status[shown], paint: style.status[shown] };
  return [
    ...marked(sign, `${toPlainLine(service)}, ${state}`, { width, paint: (mark) => paint(style.strong(mark)) }),
    ...wrapColumns(toPlainLine(message), width - 2).map((line) => `  ${line}`),
  ];
}

function facts({ incident, failures }: IncidentStory, time: WallTime, paper: Paper): Block {
  const { id, reason, startedAt, recoveredAt, closedAt } = incident;
  const [failure] = failures;
  const lines: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Incident', id],
    ['Reason', reason],
    ['Target', failure && toPlainLine(failure.target)],
    ['Began', time.full(startedAt)],
    ['Recovered', recoveredAt === undefined ? undefined : time.full(recoveredAt)],
    ['Closed', recoveredAt !== undefined || closedAt === undefined ? undefined : time.full(closedAt)],
    ['Runbook', failure?.runbook === undefined ? undefined : toPlainLine(failure.runbook)],
  ];
  return lines.flatMap(([label, value]) => labelled(label, value, paper));
}

/** What every channel was sent, or is still owed. */
function messageLines(messages: readonly OutboxItem[], time: WallTime, { style, width }: Paper): Block {
  const byChannel = groupBy(messages, ({ channel }) => toPlainLine(channel));
  const nameColumns = Math.min(20, Math.max(0, ...[...byChannel.keys()].map(({ length }) => length)));
  return [...byChannel].flatMap(([channel, items]) =>
    items.flatMap((item, index) => {
      const { sign, paint } = markOf(item, style);
      const name = index === 0 ? channel : '';
      const head = `${name.padEnd(nameColumns)}  ${paint(sign)} `;
      const lines = wrapColumns(`${item.kind} ${fateOf(item, time)}`, Math.max(20, width - nameColumns - 4));
      return lines.map((line, at) => (at === 0 ? head : ' '.repeat(nameColumns + 4)) + line);
    }),
  );
}
