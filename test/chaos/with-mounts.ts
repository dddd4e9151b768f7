import { describe, expect, test } from 'vitest';

/** What a suite needs to be allowed. */
export interface Needed {
  readonly allowed: boolean;
  /** In words that end a sentence: `needs root and …`. */
  readonly needs: string;
}

/** A suite that mounts file systems. Where that is not allowed it is skipped and says so in its name; under CI it fails. */
export function describeWithMounts(name: string, { allowed, needs }: Needed, suite: () => void): void {
  const why = `${name} (${needs})`;
  if (allowed) describe(name, suite);
  else if (process.env.CI === 'true') test(why, () => expect({ allowed }).toEqual({ allowed: true }));
  else describe.skip(why, suite);
}
