import { formatDuration } from '../domain/duration.ts';
import type { Fact, FactTable } from '../domain/fact.ts';
import type { Detail, PartialObservation } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { instantOrNull } from '../reporting/machine-values.ts';

/** Facts that only this type of service has, each with its label; durations and instants as people read them. */
export function explainDetails(
  details: NonNullable<PartialObservation['details']>,
  table: FactTable,
): readonly (readonly [label: string, value: string])[] {
  return Object.entries(details).map(([name, value]) => {
    const label = toPlainLine(name.replaceAll('_', ' '));
    const type = Object.hasOwn(table, name) ? table[name]?.type : undefined;
    const shown = truncate(toPlainLine(shownDetail(value, type)), 500);
    return [`${label.slice(0, 1).toUpperCase()}${label.slice(1)}`, shown];
  });
}

function shownDetail(value: Detail, type: Fact['type'] | undefined): string {
  if (typeof value === 'number') return shownNumber(value, type);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((item: Detail) => shownDetail(item, undefined)).join(', ');
  const fields = typeof type === 'object' ? type.fields : {};
  return Object.entries(value)
    .map(([name, part]) => `${name} ${shownDetail(part, Object.hasOwn(fields, name) ? fields[name] : undefined)}`)
    .join(', ');
}

function shownNumber(value: number, type: Fact['type'] | undefined): string {
  if (type === 'duration') return formatDuration(value);
  return type === 'timestamp' ? (instantOrNull(value) ?? String(value)) : String(value);
}
