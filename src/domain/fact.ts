import type { Detail, Observation } from './observation.ts';

/** The type of a fact in the terms of CEL; `int`, `duration` (ms) and `timestamp` (epoch ms) are numbers here. */
export type FactType =
  | 'int'
  | 'double'
  | 'string'
  | 'bool'
  | 'duration'
  | 'timestamp'
  | 'list<string>'
  | 'map<string, string>'
  | 'dyn';

/** A name that assertions may use; the documentation's table is made from these. */
export interface Fact {
  readonly type: FactType | { readonly fields: Readonly<Record<string, FactType>> };
  readonly describes: string;
  /** What people call it, where its name is not that in words. */
  readonly label?: string;
  /** Its value among the details, as people read it; as its type tells without it. */
  readonly shown?: (value: Detail) => string;
  /** True for facts that are missing or wrong when the body was cut off at the limit. */
  readonly fromBody?: boolean;
  /**
   * The value; undefined where this observation has none, so that its use fails. Throws FactUnavailable to say why.
   * Without it, the value is that of the same name in the observation's details, or of what it does not show.
   */
  value?(observation: Observation, now: number): unknown;
}

/** The names that assertions on one type of service may use. */
export type FactTable = Readonly<Record<string, Fact>>;

/** Thrown by a fact that cannot be had; its message says why. */
export class FactUnavailable extends Error {}
