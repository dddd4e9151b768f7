import type { AssertionOutcome, ExplainedPart } from '../domain/assertion-outcome.ts';
import type { Attempt, CheckResult, CircuitState, Evidence, Finding } from '../domain/check-result.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { ServiceDocument } from './check-report-schema.ts';
import { lineOrNull, msOrNull, plainRecord, textOrNull, toInstant, toMs } from './machine-values.ts';
import { toObservationDocument } from './observation-document.ts';
import { answeredInMs } from './wording.ts';

/** One service of the document; every text in it is plain. */
export function toServiceDocument(result: CheckResult): ServiceDocument {
  return {
    name: toPlainLine(result.service),
    status: result.status,
    reason: result.reason,
    severity: result.severity,
    response_time_ms: msOrNull(answeredInMs(result)),
    status_code: result.observation?.statusCode ?? null,
    error_message: result.status === 'healthy' ? null : toPlainLine(result.message),
    timestamp: toInstant(result.startedAt),
    type: result.type,
    target: toPlainLine(result.target),
    group: lineOrNull(result.group),
    tags: plainRecord(result.tags),
    runbook: lineOrNull(result.runbook),
    duration_ms: toMs(result.durationMs),
    max_attempts: result.maxAttempts,
    attempts: result.attempts.map(toAttempt),
    ...toObservationDocument(result),
    assertions: result.assertions.map(toAssertion),
    findings: result.findings.map(toFinding),
    circuit: result.circuit === undefined ? null : toCircuit(result.circuit),
    evidence: result.evidence === undefined ? null : toEvidence(result.evidence),
  };
}

function toAttempt(attempt: Attempt): ServiceDocument['attempts'][number] {
  return {
    number: attempt.number,
    timestamp: toInstant(attempt.startedAt),
    duration_ms: toMs(attempt.durationMs),
    waited_ms: toMs(attempt.waitedMs),
    reason: attempt.reason,
    message: lineOrNull(attempt.message),
    status_code: attempt.statusCode ?? null,
  };
}

function toAssertion(outcome: AssertionOutcome): ServiceDocument['assertions'][number] {
  return {
    step: lineOrNull(outcome.step),
    expr: toPlainLine(outcome.expr),
    passed: outcome.passed,
    severity: outcome.severity,
    message: lineOrNull(outcome.message),
    explanation: toPlainLine(outcome.explanation),
    parts: outcome.parts === undefined ? null : outcome.parts.parts.flatMap((part) => toParts(part, 0)),
  };
}

type Part = NonNullable<ServiceDocument['assertions'][number]['parts']>[number];

/** A part and all that are below it. */
function toParts({ expr, passed, value, parts }: ExplainedPart, depth: number): readonly Part[] {
  const own = { depth, expr: toPlainLine(expr), passed: passed ?? null, value: toPlainLine(value) };
  return [own, ...parts.flatMap((part) => toParts(part, depth + 1))];
}

function toFinding({ status, reason, severity, message }: Finding): ServiceDocument['findings'][number] {
  return { status, reason, severity, message: toPlainLine(message) };
}

function toCircuit({ state, failures, nextProbeInMs, lastStatus }: CircuitState): ServiceDocument['circuit'] {
  return { state, failures, next_probe_in_ms: msOrNull(nextProbeInMs), last_status: lastStatus ?? null };
}

function toEvidence({ body, headers = {} }: Evidence): ServiceDocument['evidence'] {
  return { body: textOrNull(body), headers: plainRecord(headers) };
}
