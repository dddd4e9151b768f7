import { formatDuration } from '../domain/duration.ts';
import type { Fact, FactTable } from '../domain/fact.ts';
import type { Detail, PartialObservation } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { instantOrNull } from '../reporting/machine-values.ts';

/** Facts that only this type of service has, each with its label, as people read them; what has no value is left out by who shows it. */
export function explainDetails(
  details: NonNullable<PartialObservation['details']>,
  table: FactTable,
): readonly (readonly [label: string, value: string])[] {
  return Object.entries(details).map(([name, value]) => {
    const fact = Object.hasOwn(table, name) ? table[name] : undefined;
    const shown = fact?.shown?.(value) ?? shownDetail(value, fact?.type);
    return [fact?.label ?? labelOf(name), truncate(toPlainLine(shown), 500)];
  });
}

function labelOf(name: string): string {
  const words = toPlainLine(name.replaceAll('_', ' '));
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function shownDetail(value: Detail, type: Fact['type'] | undefined): string {
  if (typeof value === 'number') return shownNumber(value, type);
  if (typeof value === 'boolean' && type === 'bool') return value ? 'yes' : 'no';
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
