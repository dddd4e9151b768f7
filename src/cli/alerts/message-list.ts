import type { OutboxItem } from '../../domain/alert.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { lineOrNull, toInstant } from '../../reporting/machine-values.ts';
import type { AlertsDocument } from '../../reporting/message-schema.ts';
import { styleOf } from '../../reporting/style.ts';
import type { StateConfig } from '../open-state.ts';
import type { WallTime } from '../wall-time.ts';
import { fateOf, markOf } from './message-wording.ts';

/** How a channel is doing by its messages. */
export interface ChannelLine {
  readonly name: string;
  /** Absent where it is not configured, or that cannot be read. */
  readonly type?: string;
  readonly isGone: boolean;
  readonly waiting: number;
  /** Epoch ms. */
  readonly deliveredAt?: number;
  /** Why the last sending failed, where none has succeeded since. */
  readonly trouble?: string;
}

/** The configured channels, and others that are still owed something. `history`: newest first. */
export function channelLines(
  { channels, isWhole }: Pick<StateConfig, 'channels' | 'isWhole'>,
  { pending, history }: { readonly pending: readonly OutboxItem[]; readonly history: readonly OutboxItem[] },
): readonly ChannelLine[] {
  const types = new Map(channels.map(({ name, type }) => [name, type]));
  const names = new Set([...types.keys(), ...pending.map(({ channel }) => channel)]);
  return [...names].map((name) => {
    const type = types.get(name);
    const own = history.filter(({ channel, kind }) => channel === name && kind !== 'test');
    const delivered = own.find(({ state }) => state === 'delivered');
    const failed = own.find(({ lastError, state }) => lastError !== undefined && state !== 'delivered');
    const isTroubled = failed !== undefined && (delivered?.settledAt ?? 0) < (failed.settledAt ?? failed.notBeforeAt);
    return {
      name,
      isGone: isWhole && type === undefined,
      waiting: pending.filter(({ channel }) => channel === name).length,
      ...(type !== undefined && { type }),
      ...(delivered?.settledAt !== undefined && { deliveredAt: delivered.settledAt }),
      ...(isTroubled && failed.lastError !== undefined && { trouble: failed.lastError }),
    };
  });
}

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
