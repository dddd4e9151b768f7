import { formatDuration } from '../../domain/duration.ts';
import type { Incident, TimelineEntry } from '../../domain/incident.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { columnsOf, wrapColumns } from '../../reporting/columns.ts';
import type { Style } from '../../reporting/style.ts';
import type { Block, Paper } from '../explain-block.ts';
import type { WallTime } from '../wall-time.ts';

/** The story of an incident, a line for each entry: when, how long after the first failure, and what. Nothing is cut. */
export function timelineLines(
  { incident, timeline }: { readonly incident: Incident; readonly timeline: readonly TimelineEntry[] },
  time: WallTime,
  { style, width }: Paper,
): Block {
  const rows = timeline.map((entry) => ({
    entry,
    when: time.onDayOf(incident.startedAt, entry.at),
    after: afterText(entry.at - incident.startedAt),
  }));
  const whenColumns = Math.max(0, ...rows.map(({ when }) => when.length));
  const afterColumns = Math.max(0, ...rows.map(({ after }) => after.length));
  // In ASCII an arrow takes two columns, and every other sign one.
  const signColumns = columnsOf(style.glyphs.arrow);
  const indent = whenColumns + 2 + afterColumns + 2 + signColumns + 1;
  return rows.flatMap(({ entry, when, after }) => {
    const { sign, paint, text } = wordsOf({ ...entry, text: time.inText(entry.text) }, style);
    const lines = wrapColumns(text, Math.max(20, width - indent));
    const head = `${when.padStart(whenColumns)}  ${style.quiet(after.padStart(afterColumns))}  ${paint(sign.padEnd(signColumns))} `;
    return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line);
  });
}

function afterText(ms: number): string {
  return ms <= 0 ? '' : `+${formatDuration(ms)}`;
}

interface Words {
  readonly sign: string;
  readonly paint: (text: string) => string;
  readonly text: string;
}

function wordsOf({ kind, text, by }: TimelineEntry, { glyphs, status, quiet, accent }: Style): Words {
  const said = toPlainLine(text);
  const bad = { sign: glyphs.status.unhealthy, paint: status.unhealthy };
  const good = { sign: glyphs.status.healthy, paint: status.healthy };
  const person = { sign: glyphs.quote, paint: accent };
  const words: Record<TimelineEntry['kind'], Words> = {
    first_failure: { ...bad, text: said },
    deployed: { sign: glyphs.arrow, paint: quiet, text: said },
    confirmed: { ...bad, text: said },
    escalated: { ...bad, text: said },
    improved: { sign: glyphs.status.degraded, paint: status.degraded, text: said },
    firing: { sign: glyphs.arrow, paint: accent, text: `alert, ${said}` },
    reminder: { sign: glyphs.arrow, paint: accent, text: `reminder, ${said}` },
    resolved: { sign: glyphs.arrow, paint: accent, text: `all clear, ${said}` },
    not_sent: { sign: glyphs.none, paint: quiet, text: `not sent, ${said}` },
    delivered: { ...good, text: `delivered, ${said}` },
    rejected: { ...bad, text: `refused, ${said}` },
    acknowledged: { ...person, text: said },
    note: { ...person, text: by === undefined ? said : `${toPlainLine(by)}: ${said}` },
    recovered: { ...good, text: said },
    closed: { ...good, text: said },
  };
  return words[kind];
}
