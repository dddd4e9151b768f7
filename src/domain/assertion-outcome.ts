/** What became of one assertion in one run. */
export interface AssertionOutcome {
  /** The step of a flow that it is about; absent where it is about the service. */
  readonly step?: string;
  readonly expr: string;
  readonly passed: boolean;
  /** What a failure makes of the run. */
  readonly severity: 'unhealthy' | 'degraded';
  readonly message?: string;
  /** With the values seen: `json.queue.depth < 100 – got 245`. Plain text, not yet redacted. */
  readonly explanation: string;
  /** The expression taken apart, where that was asked for. */
  readonly parts?: ExplainedPart;
  /** True when it could not be evaluated since the body went on beyond the limit. */
  readonly bodyTooLarge: boolean;
}

/** A part of an expression and what it came to; plain text, not yet redacted. */
export interface ExplainedPart {
  /** The CEL source of the part. */
  readonly expr: string;
  /** Absent where the part is not one that holds or fails. */
  readonly passed?: boolean;
  /** `245`, `"warn"`, or why there is none: `there is no json.queue`. */
  readonly value: string;
  /** The parts that decide its value. */
  readonly parts: readonly ExplainedPart[];
}

/** The same outcome with every text of it changed, e.g. redacted; the name of its step, which is the configuration's, stays. */
export function withTexts(outcome: AssertionOutcome, change: (text: string) => string): AssertionOutcome {
  const { expr, explanation, message, parts } = outcome;
  return {
    ...outcome,
    expr: change(expr),
    explanation: change(explanation),
    ...(message !== undefined && { message: change(message) }),
    ...(parts !== undefined && { parts: partWithTexts(parts, change) }),
  };
}

function partWithTexts(
  { expr, value, parts, ...verdict }: ExplainedPart,
  change: (text: string) => string,
): ExplainedPart {
  return {
    expr: change(expr),
    value: change(value),
    parts: parts.map((part) => partWithTexts(part, change)),
    ...verdict,
  };
}
