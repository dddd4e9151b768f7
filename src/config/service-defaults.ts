import { z } from 'zod';
import type { Probe } from '../probes/probe.ts';
import { checkData } from './check-data.ts';
import { valueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import { unknownKey } from './issues.ts';
import { isRecord } from './record.ts';
import type { Section } from './section.ts';
import { commonKeys, ownKeys } from './service-schema.ts';

/** The `defaults:` that may be used, and what is wrong with the others. */
export interface ServiceDefaults {
  readonly data: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
}

/** Checks the defaults by themselves, so that a mistake is told once and not for every service. */
export function readDefaults(section: Section, probes: readonly Probe[]): ServiceDefaults {
  const data = isRecord(section.data) ? section.data : {};
  const known = [
    ...new Set([commonKeys, ...probes.map(({ options }) => options)].flatMap(({ shape }) => Object.keys(shape))),
  ];
  const findings = Object.keys(data).flatMap((key): readonly Finding[] => {
    if (ownKeys.has(key))
      return [{ path: [key], at: 'key', message: 'cannot be a default', hint: 'each service has its own' }];
    if (!known.includes(key))
      return [
        unknownKey(
          [key],
          known.filter((other) => !ownKeys.has(other)),
        ),
      ];
    return wrongEverywhere(key, section, probes);
  });
  const wrong = new Set(findings.map(({ path }) => path[0]));
  const usable = Object.entries(data).filter(([key]) => !wrong.has(key));
  return { data: Object.fromEntries(usable), findings };
}

/** A service's data over the defaults that its type knows: mappings of one `type` merge key by key, anything else is replaced. */
export function withDefaults(
  data: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
  probe: Probe,
): Record<string, unknown> {
  const fitting = Object.entries(defaults).filter(([key]) => key in commonKeys.shape || key in probe.options.shape);
  return merge(Object.fromEntries(fitting), data);
}

/** The mistakes of a default that no type accepts; what is only missing may be completed by the services. */
function wrongEverywhere(key: string, section: Section, probes: readonly Probe[]): readonly Finding[] {
  const value = { [key]: valueAt(section.data, [key]) };
  const outcomes = [commonKeys.shape, ...probes.map(({ options }) => options.shape)].flatMap((shape) => {
    const schema: z.core.$ZodType | undefined = Object.entries(shape).find(([name]) => name === key)?.[1];
    if (schema === undefined) return [];
    const checked = checkData(z.object({ [key]: schema }), section, value);
    return [checked.ok ? [] : checked.findings.filter(({ path }) => valueAt(value, path) !== undefined)];
  });
  return outcomes.every((findings) => findings.length > 0) ? (outcomes[0] ?? []) : [];
}

function merge(
  defaults: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(data)) {
    const inherited = merged[key];
    merged[key] = isRecord(inherited) && isRecord(value) && alike(inherited, value) ? merge(inherited, value) : value;
  }
  return merged;
}

/** Of different types, such as the `auth` of a service and that of the defaults, the keys of the one mean nothing to the other. */
function alike({ type }: Readonly<Record<string, unknown>>, data: Readonly<Record<string, unknown>>): boolean {
  return type === undefined || data.type === undefined || type === data.type;
}
