import type { z } from 'zod';
import { type Checked, checkData } from './check-data.ts';
import { type DataPath, formatPath, valueAt, withoutValueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';
import type { Section } from './section.ts';
import { showValue } from './wording.ts';

/** The top level of a file as far as it can be read, so that what is below a mistake is looked at all the same. */
export interface ReadTop<T> {
  /** Undefined only where nothing can be read. */
  readonly value?: T;
  readonly findings: readonly Finding[];
}

/** Parses the top level of a file; an empty section counts as absent, and what is wrong is left out. */
export function readTop<T>(schema: z.ZodType<T>, section: Section): ReadTop<T> {
  if (!isRecord(section.data)) {
    const message = `expected a mapping with "services:", got ${showValue(section.data)}`;
    return { findings: [{ path: [], message }] };
  }
  const data = Object.fromEntries(Object.entries(section.data).filter(([, value]) => value !== null));
  const first = checkData(schema, section, data);
  if (first.ok) return { value: first.value, findings: [] };
  const { findings } = first;
  let remaining = data;
  let checked: Checked<T> = first;
  for (let round = 0; round < mostRounds && !checked.ok; round += 1) {
    remaining = withoutMistakes(remaining, checked.findings);
    checked = checkData(schema, section, remaining);
  }
  return checked.ok ? { value: checked.value, findings } : { findings };
}

// What is wrong is then missing, and what lacks something goes as a whole: from the inside out, never deeper than this.
const mostRounds = 5;

/** Of what lacks something it is the whole that is wrong. Later entries and inner ones go first, so that the others keep their places. */
function withoutMistakes(data: Readonly<Record<string, unknown>>, findings: readonly Finding[]) {
  const wrong = findings.map(({ path }) => (valueAt(data, path) === undefined ? path.slice(0, -1) : path));
  const places = new Map(wrong.map((path) => [formatPath(path), path]));
  const remaining = [...places.values()].toSorted(laterFirst).reduce<unknown>(withoutValueAt, data);
  return isRecord(remaining) ? remaining : {};
}

function laterFirst(a: DataPath, b: DataPath): number {
  const at = a.findIndex((segment, index) => segment !== b[index]);
  const [one, other] = [a[at], b[at]];
  return typeof one === 'number' && typeof other === 'number' ? other - one : b.length - a.length;
}
