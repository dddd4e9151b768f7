import type { Failure } from '../../domain/failure.ts';
import type { Detail, Observation, PartialObservation } from '../../domain/observation.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { Closing } from './websocket-failure.ts';

/** What became of a visit. */
export interface Visit {
  readonly answer: string | undefined;
  readonly closing: Closing | undefined;
  /** In a few words. */
  readonly summary: string;
}

/** The observation of a visit, with all that was learned under way. */
export function observationOf({ answer, closing, summary }: Visit, { facts, timer }: Attempt): Observation {
  return {
    ...facts,
    type: 'websocket',
    responseTimeMs: timer.totalMs,
    phases: timer.phases,
    summary,
    details: detailsOf(facts, closing),
    ...(answer !== undefined && { answer }),
  };
}

/** A refusal by a server that is there, and asks to be asked less often. */
export function pleaForPatience({ message, facts }: Failure, { timer }: Attempt): Observation {
  return {
    ...facts,
    type: 'websocket',
    responseTimeMs: timer.totalMs,
    phases: timer.phases,
    complaints: [{ status: 'degraded', reason: 'rate_limited', message }],
  };
}

/** What is known of the visit by the names of its own facts. */
export function detailsOf(
  { details = {} }: PartialObservation,
  closing: Closing | undefined,
): Readonly<Record<string, Detail>> {
  return closing === undefined || closing.code === noCloseFrame ? details : { ...details, close_code: closing.code };
}

// RFC 6455 §7.1.5.
const noCloseFrame = 1006;
