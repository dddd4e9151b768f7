import type { Effects } from '../../app/effects.ts';
import type { Config } from '../../config/config.ts';

/** What was found in one respect. */
export interface Diagnosis {
  readonly verdict: 'fine' | 'doubtful' | 'bad';
  /** A sentence. */
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** What an examination looks at. */
export interface Patient {
  readonly config: Config;
  readonly effects: Effects;
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
}

/** One respect in which a machine can be unfit to monitor. Must not reject. */
export interface Examination {
  readonly name: string;
  examine(patient: Patient): Promise<readonly Diagnosis[]>;
}

/** All is well in that respect. */
export function fine(text: string): Diagnosis {
  return { verdict: 'fine', text };
}

/** Something that works, and may not for long. */
export function doubtful(text: string, mend: string): Diagnosis {
  return { verdict: 'doubtful', text, mend };
}

/** Something that keeps svcmon from its work. */
export function bad(text: string, mend: string): Diagnosis {
  return { verdict: 'bad', text, mend };
}
