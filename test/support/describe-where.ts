import { describe, expect, test } from 'vitest';

/** What a suite needs of the machine. */
export interface Needed {
  readonly allowed: boolean;
  /** In words, e.g. `needs root, and to be allowed to make networks`. */
  readonly needs: string;
}

/** A suite that not every machine can run. Where this one cannot, the suite is skipped and says in its name what it lacks; under CI it fails. */
export function describeWhere({ allowed, needs }: Needed, name: string, suite: () => void): void {
  const why = `${name} (${needs})`;
  if (allowed) describe(name, suite);
  else if (process.env.CI === 'true') test(why, () => expect({ allowed }).toEqual({ allowed: true }));
  // A developer's machine may lack a peer, root, or the right to mount: the other suites are still worth running there.
  else describe.skip(why, suite);
}
