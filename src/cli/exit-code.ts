import type { Summary } from '../domain/check-report.ts';

/** What the process tells its caller; see the table in the README. */
export const exitCodes = {
  ok: 0,
  unhealthy: 1,
  usage: 2,
  unknown: 3,
  /** Of `monitor`: it could not go on. */
  failed: 1,
  /** Of `monitor`: the history is locked by another process, or cannot be written. */
  storeUnusable: 3,
  /** Of `monitor`: the address to listen at cannot be had. */
  cannotListen: 3,
  noMatch: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a check found: 1 when a service is unhealthy, else 3 when one is unknown; degraded counts as 1 only where asked. */
export function exitCodeFor({ unhealthy, degraded, unknown }: Summary, failOn: 'unhealthy' | 'degraded'): ExitCode {
  if (unhealthy > 0 || (failOn === 'degraded' && degraded > 0)) return exitCodes.unhealthy;
  return unknown > 0 ? exitCodes.unknown : exitCodes.ok;
}

/** A mistake in how svcmon was called: one sentence with its mend; ends the command with the given code. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
