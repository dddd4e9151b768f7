/** The spans of time that a service can be looked at in. */
export const ranges = [
  { value: '1h', text: '1 h', ms: 3_600_000, slots: 60, stepMs: 60_000 },
  { value: '24h', text: '24 h', ms: 86_400_000, slots: 96, stepMs: 900_000 },
  { value: '7d', text: '7 d', ms: 604_800_000, slots: 84, stepMs: 7_200_000 },
  { value: '90d', text: '90 d', ms: 7_776_000_000, slots: 90, stepMs: 86_400_000 },
] as const;

export type Range = (typeof ranges)[number];

/** The range of that name; a day where there is none. */
export function rangeOf(name: string): Range {
  return ranges.find(({ value }) => value === name) ?? ranges[1];
}

/** A span of whole steps that ends with the step that is under way: the same address for a whole step. */
export function spanOf({ ms, stepMs }: Range, at: number): { readonly fromAt: number; readonly toAt: number } {
  const toAt = Math.ceil(at / stepMs) * stepMs;
  return { fromAt: toAt - ms, toAt };
}
