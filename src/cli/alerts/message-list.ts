import type { ChannelLine } from '../../app/channel-lines.ts';
import type { OutboxItem } from '../../domain/alert.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { lineOrNull, toInstant } from '../../reporting/machine-values.ts';
import type { AlertsDocument } from '../../reporting/message-schema.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';
import { fateOf, markOf } from './message-wording.ts';

/** The channels as a table; ends in a line feed unless there is none. */
export function channelTable(lines: readonly ChannelLine[], time: WallTime, { width, ...look }: RenderOptions): string {
  const { glyphs, quiet, status } = styleOf(look);
  const grid = renderGrid(
    [
      { title: 'CHANNEL', cells: lines.map(({ name }) => toPlainLine(name)), shrinksTo: 10 },
      {
        title: 'TYPE',
        cells: lines.map(({ type, isGone }) => type ?? (isGone ? 'not configured' : glyphs.none)),
        paint: quiet,
      },
      {
        title: 'WAITING',
        cells: lines.map(({ waiting }) => String(waiting)),
        align: 'right',
        paint: (text, row) => (lines[row]?.waiting === 0 ? quiet(text) : status.degraded(text)),
      },
      {
        title: 'DELIVERED',
        cells: lines.map(({ deliveredAt }) => (deliveredAt === undefined ? glyphs.none : time.at(deliveredAt))),
        align: 'right',
      },
      {
        title: 'TROUBLE',
        cells: lines.map(({ trouble = '' }) => toPlainLine(trouble)),
        shrinksTo: 12,
        paint: status.unhealthy,
      },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

/** Messages, one line each, in the order given; ends in a line feed unless there is none. */
export function messageTable(items: readonly OutboxItem[], time: WallTime, { width, ...look }: RenderOptions): string {
  const style = styleOf(look);
  const { glyphs, quiet } = style;
  const marks = items.map((item) => markOf(item, style));
  const grid = renderGrid(
    [
      {
        title: '  MESSAGE',
        cells: items.map(({ kind }, row) => `${marks[row]?.sign ?? ''} ${kind}`),
        paint: (text, row) => (marks[row]?.paint(text.slice(0, 1)) ?? '') + text.slice(1),
      },
      { title: 'CHANNEL', cells: items.map(({ channel }) => toPlainLine(channel)), shrinksTo: 10 },
      { title: 'ABOUT', cells: items.map(aboutText), shrinksTo: 12 },
      { title: 'MADE', cells: items.map(({ createdAt }) => time.at(createdAt)), align: 'right', paint: quiet },
      { title: 'WHAT BECAME OF IT', cells: items.map((item) => fateOf(item, time)), shrinksTo: 20 },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

function aboutText({ about }: OutboxItem): string {
  const name = toPlainLine(about.name);
  return about.rule === undefined || about.rule === 'unhealthy' ? name : `${name}, ${about.rule}`;
}

/** A channel as plain data. */
export function channelDocument({
  name,
  type,
  waiting,
  deliveredAt,
  trouble,
}: ChannelLine): AlertsDocument['channels'][number] {
  return {
    name: toPlainLine(name),
    type: type ?? null,
    waiting,
    last_delivered: deliveredAt === undefined ? null : toInstant(deliveredAt),
    trouble: lineOrNull(trouble),
  };
}
