import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import type { Canary } from '../monitor/canary.ts';
import type { Check } from '../monitor/check.ts';
import type { Checker } from '../monitor/checker.ts';
import { missedResult } from '../monitor/missed.ts';
import type { Pipeline } from '../monitor/pipeline.ts';
import type { MissedSlots } from '../monitor/scheduler.ts';
import type { Rounds } from './rounds.ts';
import type { Watches } from './watches.ts';

export interface IntakeParts {
  readonly checker: Checker;
  readonly canary: Pick<Canary, 'examine'>;
  readonly watches: Pick<Watches, 'mark'>;
  readonly pipeline: Pick<Pipeline, 'accept'>;
  readonly rounds: Pick<Rounds, 'began'>;
  readonly clock: Clock;
}

/** From a check that is due to a result that is accepted. */
export interface Intake {
  /** Runs a check; resolves when its worker is free again, though the result is still on its way. Never rejects. */
  run(check: Check, signal: AbortSignal): Promise<void>;
  /** Accounts for slots without a look. */
  missed(check: Check, slots: MissedSlots): void;
  /** Resolves when every result so far is stored and told. */
  settled(): Promise<void>;
}

/** Joins the checker to the pipeline. */
export function createIntake({ checker, canary, watches, pipeline, rounds, clock }: IntakeParts): Intake {
  let underWay = 0;
  let tellSettled = () => {};
  const ended = () => {
    underWay -= 1;
    if (underWay === 0) tellSettled();
  };
  const follow = (accepted: Promise<void>) => {
    underWay += 1;
    void accepted.finally(ended);
  };
  const believe = async (result: CheckResult) => pipeline.accept([watches.mark(await canary.examine(result))]);
  return {
    async run(check, signal) {
      rounds.began();
      follow(believe(await checker.run(check, signal)));
    },
    missed(check, slots) {
      // A run may begin at this very instant, and a second result of the same start would be taken for a repetition.
      follow(pipeline.accept([missedResult(check, slots, Math.floor(clock.now()) - 1)]));
    },
    settled: () =>
      new Promise((resolve) => {
        tellSettled = resolve;
        if (underWay === 0) resolve();
      }),
  };
}
