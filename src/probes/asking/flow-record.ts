import type { Failure } from '../../domain/failure.ts';
import type { Detail } from '../../domain/observation.ts';
import { redactUrl } from '../../domain/redaction.ts';
import type { StepOptions } from '../options/flow-keys.ts';
import type { StepResult } from './flow-step.ts';

/** A step among the details of a flow: what was asked and what came of it, times in ms. */
export interface StepRecord {
  readonly [key: string]: Detail;
  readonly name: string;
  readonly method: string;
  /** As configured: what was captured before stays `{{NAME}}`. */
  readonly url: string;
}

/** A step that was answered; of what it captured the names, never the values. */
export function recordStep(step: StepOptions, { observation, captured }: StepResult): StepRecord {
  const { statusCode, responseTimeMs, proof } = observation;
  return {
    ...asked(step),
    status: statusCode,
    response_time: responseTimeMs,
    ...(captured.size > 0 && { captured: [...captured.keys()] }),
    ...(proof !== undefined && { proof }),
  };
}

/** A step that got no complete answer. */
export function recordFailure(step: StepOptions, { reason, facts }: Failure): StepRecord {
  const { responseTimeMs, proof } = facts;
  return {
    ...asked(step),
    reason,
    ...(responseTimeMs !== undefined && { response_time: responseTimeMs }),
    ...(proof !== undefined && { proof }),
  };
}

function asked({ name, method, url }: StepOptions) {
  return { name, method, url: redactUrl(url).replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}') };
}
