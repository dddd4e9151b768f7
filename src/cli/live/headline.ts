import { toPlainLine } from '../../domain/plain-text.ts';
import type { Status } from '../../domain/status.ts';
import { columnsOf, fitColumns } from '../../reporting/columns.ts';
import type { Paper, Row, ViewSource } from './source.ts';

type Counts = Readonly<Record<Status, readonly Row[]>>;

/** The state of everything in one sentence, with the time of day at the right: `✕ 1 of 12 services is unhealthy: api · 1 degraded`. */
export function headlineOf({ board, nowAt }: ViewSource, counts: Counts, { style, width }: Paper): string {
  const { status, text } = sentenceOf(board, counts);
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

function sentenceOf({ offline, stored }: ViewSource['board'], counts: Counts): Sentence {
  if (offline) return { status: 'unknown', text: 'our own network is down: services are not judged meanwhile' };
  if (!stored) return { status: 'unknown', text: `results are not being stored · ${stateOf(counts).text}` };
  return stateOf(counts);
}

function stateOf(counts: Counts): Sentence {
  const { unhealthy, degraded, unknown, healthy } = counts;
  const total = unhealthy.length + degraded.length + unknown.length + healthy.length;
  if (total === 0) return { status: 'unknown', text: 'no services are configured' };
  if (healthy.length === total)
    return { status: 'healthy', text: total === 1 ? 'the service is healthy' : `all ${total} services are healthy` };
  const [worst, ...others] = (['unhealthy', 'degraded', 'unknown'] as const).filter(
    (status) => counts[status].length > 0,
  );
  if (worst === undefined) return { status: 'healthy', text: '' };
  if (worst === 'unknown' && healthy.length === 0)
    return { status: 'unknown', text: `looking at ${countOf(total)} for the first time` };
  const rows = counts[worst];
  const text = `${rows.length} of ${countOf(total)} ${rows.length === 1 ? 'is' : 'are'} ${worst}: ${namesOf(rows)}`;
  return { status: worst, text: [text, ...others.map((status) => `${counts[status].length} ${status}`)].join(' · ') };
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
