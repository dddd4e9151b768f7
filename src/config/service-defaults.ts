import { z } from 'zod';
import type { Probe } from '../probes/probe.ts';
import { checkData } from './check-data.ts';
import { valueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import { unknownKey } from './issues.ts';
import { isRecord } from './record.ts';
import type { Section } from './section.ts';
import { commonKeys, ownKeys } from './service-schema.ts';

type Data = Readonly<Record<string, unknown>>;

/** The `defaults:` that may be used, and what is wrong with the others. */
export interface ServiceDefaults {
  readonly findings: readonly Finding[];
  /** Those that hold for services of a type: its schema has the key, and takes a value of such a kind, e.g. a mapping. */
  of(probe: Probe): Data;
}

/** Checks the defaults by themselves, so that a mistake is told once and not for every service. */
export function readDefaults(section: Section, probes: readonly Probe[]): ServiceDefaults {
  const data = isRecord(section.data) ? section.data : {};
  const shapes = [commonKeys.shape, ...probes.map(({ options }) => options.shape)];
  const findings = Object.keys(data).flatMap((key) => findingsOf(key, section, shapes));
  const wrong = new Set(findings.map(({ path }) => path[0]));
  const usable = Object.entries(data).filter(([key]) => !wrong.has(key));
  const known = new Map<Probe, Data>();
  return {
    findings,
    of(probe) {
      const holding =
        known.get(probe) ?? Object.fromEntries(usable.filter(([key]) => isKindOf(key, section, shapeOf(probe))));
      known.set(probe, holding);
      return holding;
    },
  };
}

/**
 * A service's data over the defaults of its type: mappings of one `type` merge key by key, anything else is replaced.
 * `true` for what may be switched on or told how is as the defaults say.
 */
export function withDefaults(data: Data, defaults: Data, probe: Probe): Record<string, unknown> {
  const own = Object.entries(data).filter(([key, value]) => {
    return !(value === true && isRecord(defaults[key]) && mayBeTrue(key, probe));
  });
  return merge(defaults, Object.fromEntries(own));
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

function shapeOf({ options }: Probe): Shape {
  return { ...options.shape, ...commonKeys.shape };
}

function findingsOf(key: string, section: Section, shapes: readonly Shape[]): readonly Finding[] {
  if (ownKeys.has(key)) {
    return [{ path: [key], at: 'key', message: 'cannot be a default', hint: 'each service has its own' }];
  }
  const known = [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
  if (known.includes(key)) return wrongEverywhere(key, section, shapes);
  const candidates = known.filter((other) => !ownKeys.has(other));
  return [unknownKey([key], candidates)];
}

/** The mistakes of a default that no type accepts, as the type puts it whose kind of value it is. */
function wrongEverywhere(key: string, section: Section, shapes: readonly Shape[]): readonly Finding[] {
  const outcomes = shapes.flatMap((shape) => (Object.hasOwn(shape, key) ? [mistakesOf(key, section, shape)] : []));
  if (outcomes.some((mistakes) => mistakes.length === 0)) return [];
  return outcomes.find((mistakes) => !mistakes.some(isAboutAll)) ?? outcomes[0] ?? [];
}

/** Whether it is a key of the type that takes such a value; a mistake further within is told with the services. */
function isKindOf(key: string, section: Section, shape: Shape): boolean {
  return Object.hasOwn(shape, key) && !mistakesOf(key, section, shape).some(isAboutAll);
}

function isAboutAll({ path }: Finding): boolean {
  return path.length === 1;
}

/** What is only missing is no mistake: services may complete it. */
function mistakesOf(key: string, section: Section, { [key]: schema }: Shape): readonly Finding[] {
  if (schema === undefined) return [];
  const value = { [key]: valueAt(section.data, [key]) };
  const checked = checkData(z.object({ [key]: schema }), section, value);
  return checked.ok ? [] : checked.findings.filter(({ path }) => valueAt(value, path) !== undefined);
}

function mayBeTrue(key: string, probe: Probe): boolean {
  const { [key]: schema } = shapeOf(probe);
  return schema !== undefined && z.safeParse(schema, true).success;
}

function merge(defaults: Data, data: Data): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(data)) {
    const inherited = merged[key];
    merged[key] = isRecord(inherited) && isRecord(value) && alike(inherited, value) ? merge(inherited, value) : value;
  }
  return merged;
}

/** Of different types, such as the `auth` of a service and that of the defaults, the keys of the one mean nothing to the other. */
function alike({ type }: Data, data: Data): boolean {
  return type === undefined || data.type === undefined || type === data.type;
}
