import { toPlainLine } from '../../domain/plain-text.ts';
import type { Status } from '../../domain/status.ts';
import { columnsOf, fitColumns } from '../../reporting/columns.ts';
import type { Paper, Row, ViewSource } from './source.ts';

/** The state of everything in one sentence, with the time of day at the right: `✕ 1 of 12 services is unhealthy: api · 1 degraded`. */
export function headlineOf({ board, nowAt }: ViewSource, rows: readonly Row[], { style, width }: Paper): string {
  const { status, text } = sentenceOf(board, rows);
  const time = new Date(nowAt).toTimeString().slice(0, 8);
  const mark = style.glyphs.status[status];
  const sentence = fitColumns(`${mark} ${text}`, width - time.length - 2, style.glyphs.ellipsis);
  const gap = ' '.repeat(Math.max(2, width - columnsOf(sentence) - time.length));
  return style.status[status](style.strong(sentence)) + gap + style.quiet(time);
}

interface Sentence {
  readonly status: Status;
  readonly text: string;
}

function sentenceOf({ offline, stored }: ViewSource['board'], rows: readonly Row[]): Sentence {
  if (offline) return { status: 'unknown', text: 'our own network is down: services are not judged meanwhile' };
  const sentence = stateOf(rows);
  return stored ? sentence : { status: 'unknown', text: `results are not being stored · ${sentence.text}` };
}

/** What is told of the services, by how bad it is. */
const parts = [
  { status: 'unhealthy', words: ['is unhealthy', 'are unhealthy'], short: 'unhealthy' },
  { status: 'degraded', words: ['is degraded', 'are degraded'], short: 'degraded' },
  { status: 'degraded', words: ['begins to fail', 'begin to fail'], short: 'failing' },
  { status: 'unknown', words: ['is unknown', 'are unknown'], short: 'unknown' },
] as const;

function stateOf(rows: readonly Row[]): Sentence {
  if (rows.length === 0) return { status: 'unknown', text: 'no services are configured' };
  const waiting = rows.filter(({ isWaiting }) => isWaiting).length;
  if (waiting === rows.length) return { status: 'unknown', text: 'nothing has been looked at yet' };
  const found = parts.flatMap((part) => {
    const concerned = rows.filter((row) => kindOf(row) === part.short);
    return concerned.length === 0 ? [] : [{ ...part, concerned }];
  });
  const [worst, ...others] = found;
  const aside = waiting > 0 ? [`${waiting} not yet looked at`] : [];
  if (worst === undefined) return { status: 'healthy', text: [wellText(rows, waiting), ...aside].join(' · ') };
  const { concerned, words } = worst;
  const verb = concerned.length === 1 ? words[0] : words[1];
  const text = `${concerned.length} of ${countOf(rows.length)} ${verb}: ${namesOf(concerned)}`;
  const more = others.map((other) => `${other.concerned.length} ${other.short}`);
  return { status: worst.status, text: [text, ...more, ...aside].join(' · ') };
}

function kindOf({ status, isFailing, isWaiting }: Row): string {
  if (isWaiting) return 'waiting';
  return isFailing ? 'failing' : status;
}

function wellText(rows: readonly Row[], waiting: number): string {
  if (waiting > 0) return `${rows.length - waiting} of ${countOf(rows.length)} healthy`;
  return rows.length === 1 ? 'the service is healthy' : `all ${rows.length} services are healthy`;
}

const mostNames = 3;

function namesOf(rows: readonly Row[]): string {
  const names = rows.slice(0, mostNames).map(({ configured }) => toPlainLine(configured.service.name));
  const more = rows.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function countOf(total: number): string {
  return total === 1 ? '1 service' : `${total} services`;
}
