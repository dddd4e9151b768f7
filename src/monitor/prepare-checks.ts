import type { Check } from './check.ts';

/** Loads what the types of these checks need before the first of them begins. Never rejects: who lacks something is told by its check. */
export async function prepareChecks(checks: readonly Check[]): Promise<void> {
  const needed = new Set(checks.flatMap(({ probe }) => probe.prepare ?? []));
  await Promise.allSettled([...needed].map((prepare) => prepare()));
}
