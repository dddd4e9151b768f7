import type { CheckResult } from '../domain/check-result.ts';
import type { Output } from './output.ts';

/** Tells a person at a terminal how a check goes on: one line, replaced with every result. */
export interface Progress {
  start(): void;
  finished(result: CheckResult): void;
}

/** Builds the progress of checking `total` services; `describe` words one result for the line. */
export function createProgress(output: Output, total: number, describe: (result: CheckResult) => string): Progress {
  let done = 0;
  return {
    start() {
      output.status(`checking ${total === 1 ? '1 service' : `${total} services`}…`);
    },
    finished(result) {
      done += 1;
      output.status(`[${done}/${total}] ${describe(result)}`);
    },
  };
}
