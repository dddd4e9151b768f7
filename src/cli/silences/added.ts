import { toPlainLine } from '../../domain/plain-text.ts';
import type { MaintenanceWindow, Silence } from '../../domain/silence.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import { labelled, type Paper } from '../explain-block.ts';
import type { WallTime } from '../wall-time.ts';
import { matchText } from './service-match.ts';

export interface AddedView {
  /** How many configured services it is about at present. */
  readonly services: number;
  readonly time: WallTime;
  readonly look: RenderOptions;
}

/** What was added, with the id by which it is ended; ends in a line feed. */
export function silenceAdded({ id, match, endsAt, by, comment }: Silence, { services, time, look }: AddedView): string {
  return addedBlock(`silence ${id}`, look, [
    ['For', forText(match, services)],
    ['Until', untilText(endsAt, time)],
    ['By', by],
    ['Comment', comment],
  ]);
}

/** The same of a maintenance window. */
export function maintenanceAdded(window: MaintenanceWindow, { services, time, look }: AddedView): string {
  const { id, name, match, startsAt, endsAt, by } = window;
  return addedBlock(`maintenance "${toPlainLine(name)}", window ${id}`, look, [
    ['For', forText(match, services)],
    ['From', startsAt > time.nowAt ? untilText(startsAt, time) : 'now'],
    ['Until', untilText(endsAt, time)],
    ['By', by],
  ]);
}

function addedBlock(
  title: string,
  { width, ...look }: RenderOptions,
  facts: readonly (readonly [label: string, text: string])[],
): string {
  const paper: Paper = { style: styleOf(look), width };
  const lines = facts.flatMap(([label, text]) => labelled(label, toPlainLine(text), paper));
  return `${[paper.style.strong(title), ...lines].join('\n')}\n`;
}

function forText(match: Silence['match'], services: number): string {
  return `${matchText(match)} (${services === 1 ? '1 service' : `${services} services`})`;
}

function untilText(at: number, time: WallTime): string {
  return `${time.withZone(at)}, ${time.fromNow(at)}`;
}
