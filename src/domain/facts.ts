import { Duration } from '@marcbachmann/cel-js/evaluator';
import { type Fact, type FactTable, type FactType, FactUnavailable } from './fact.ts';
import type { Observation } from './observation.ts';

/** The CEL type of a fact's type. */
export function celTypeOf(type: FactType): string {
  return celTypes[type] ?? type;
}

const celTypes: Readonly<Partial<Record<FactType, string>>> = {
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
};

/** So many ms as assertions know a duration: for a fact that holds one within it. */
export function durationInCel(ms: number): Duration {
  return Duration.fromMilliseconds(ms);
}

export interface FactQuestion {
  readonly table: FactTable;
  readonly names: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

/** The values of the named facts of one observation in CEL's terms; throws FactUnavailable for one that should be there and is unusable. */
export function factsOf(observation: Observation, { table, names, now }: FactQuestion): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => {
      const fact = table[name];
      const value = fact?.value === undefined ? ownFact(observation, name) : fact.value(observation, now);
      if (fact === undefined || value === undefined) throw new FactUnavailable(`there is no ${name}`);
      return [name, inCel(fact.type, value)];
    }),
  );
}

function ownFact({ details, unshown }: Observation, name: string): unknown {
  return details?.[name] ?? unshown?.[name];
}

function inCel(type: Fact['type'], value: unknown): unknown {
  if (typeof type === 'string') return converted(type, value);
  const fields = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map();
  return Object.fromEntries(
    Object.entries(type.fields).flatMap(([name, fieldType]) =>
      fields.has(name) ? [[name, converted(fieldType, fields.get(name))]] : [],
    ),
  );
}

function converted(type: FactType, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (type === 'int') return BigInt(Math.round(value));
  if (type === 'duration') return durationInCel(value);
  return type === 'timestamp' ? new Date(value) : value;
}
