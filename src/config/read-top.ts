import type { z } from 'zod';
import { checkData } from './check-data.ts';
import { withoutValueAt } from './data-path.ts';
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
  const remaining = findings.reduce<unknown>((rest, { path }) => withoutValueAt(rest, path), data);
  const second = checkData(schema, section, remaining);
  return second.ok ? { value: second.value, findings } : { findings };
}
