import type { AssertionParts } from '../domain/assertion.ts';
import { withTexts } from '../domain/assertion-outcome.ts';
import type { Attempt, CheckResult, CircuitState, Finding, Severity } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { type Judgement, judgeFailure, judgeObservation } from '../domain/judge.ts';
import type { Observation, PartialObservation } from '../domain/observation.ts';
import { byWorstFirst } from '../domain/status.ts';
import { waitingFinding } from './asked-to-wait.ts';
import type { Check } from './check.ts';
import type { CleanText } from './clean-text.ts';
import { evidenceOf, shownFacts } from './evidence.ts';
import type { Run } from './run.ts';

/** Judges the end of a run. Pure but for the time box. */
export function judgeRun({ ending }: Run, { service }: Check, parts: AssertionParts): Judgement {
  switch (ending.kind) {
    case 'answered':
      return judgeObservation(ending.observation, service.expectations, parts);
    case 'failed':
      return { findings: [judgeFailure(ending.failure)], assertions: [] };
    case 'circuit_open':
      return { findings: [circuitFinding(ending.circuit)], assertions: [] };
    case 'asked_to_wait':
      return { findings: [waitingFinding(ending.leftMs)], assertions: [] };
  }
}

function circuitFinding({ nextProbeInMs, lastStatus }: CircuitState): Finding {
  const next =
    nextProbeInMs === undefined ? 'its probe is under way' : `next probe in ${formatDuration(nextProbeInMs)}`;
  const last = lastStatus === undefined ? '' : `, last seen ${lastStatus}`;
  return { status: 'unknown', severity: 'warning', reason: 'circuit_open', message: `circuit open, ${next}${last}` };
}

/** Everything about the service that is the same in each of its results. */
export type ResultHead = Pick<CheckResult, 'service' | 'group' | 'tags' | 'type' | 'target' | 'runbook' | 'intervalMs'>;

/** The part of a result that its check decides. */
export function headOf({ service, probe }: Check, clean: CleanText): ResultHead {
  return {
    service: service.name,
    ...(service.group !== undefined && { group: service.group }),
    tags: service.tags,
    type: probe.type,
    target: clean.line(probe.target),
    intervalMs: service.intervalMs,
    ...(service.runbook !== undefined && { runbook: clean.line(service.runbook) }),
  };
}

export interface ResultParts {
  readonly head: ResultHead;
  readonly judgement: Judgement;
  /** The breaker after the run; absent where the service has none. */
  readonly circuit: CircuitState | undefined;
  readonly clean: CleanText;
}

/** Puts a result together: texts redacted and plain, evidence only where it is not healthy. */
export function toResult(run: Run, { head, judgement, circuit, clean }: ResultParts): CheckResult {
  const findings = judgement.findings.map((finding) => ({ ...finding, message: clean.line(finding.message) }));
  findings.sort((a, b) => byWorstFirst(a.status, b.status) || loudness[b.severity] - loudness[a.severity]);
  const facts = factsOf(run);
  const worst = findings[0];
  const evidence = worst !== undefined && facts !== undefined ? evidenceOf(facts, clean) : undefined;
  // What is spread in comes last: an object literal that begins with a spread takes V8 a hundred times as long.
  return {
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    status: worst?.status ?? 'healthy',
    reason: worst?.reason ?? 'ok',
    severity: worst?.severity ?? 'info',
    message: clean.line(messageOf(run, worst)),
    findings,
    attempts: run.attempts.map((attempt) => shownAttempt(attempt, clean)),
    maxAttempts: run.maxAttempts,
    assertions: [...(facts?.assertions ?? []), ...judgement.assertions].map((outcome) =>
      withTexts(outcome, clean.line),
    ),
    ...head,
    ...(facts !== undefined && { observation: shownFacts(facts, clean) }),
    ...(circuit !== undefined && { circuit }),
    ...(evidence !== undefined && { evidence }),
  };
}

const loudness: Record<Severity, number> = { critical: 2, warning: 1, info: 0 };

/** What a run showed in the end; undefined where nothing was sent. */
export function factsOf({ ending }: Run): PartialObservation | undefined {
  if (ending.kind === 'failed') return ending.failure.facts;
  return ending.kind === 'answered' ? ending.observation : undefined;
}

/** `answered 200 in 41 ms`, `healthy on attempt 3 of 4: …`, `expected status 200, got 503 (attempt 4 of 4)`. */
function messageOf({ attempts, maxAttempts, ending }: Run, worst: Finding | undefined): string {
  const retried = attempts.length > 1 ? `attempt ${attempts.length} of ${maxAttempts}` : undefined;
  if (worst !== undefined) return retried === undefined ? worst.message : `${worst.message} (${retried})`;
  const answer = ending.kind === 'answered' ? answerText(ending.observation) : 'healthy';
  return retried === undefined ? answer : `healthy on ${retried}: ${answer}`;
}

function answerText(observation: Observation): string {
  const {
    statusCode,
    untimed,
    quoted,
    summary = statusCode === undefined ? 'connected' : `answered ${statusCode}`,
  } = observation;
  return untimed || quoted ? summary : `${summary} in ${formatDuration(observation.responseTimeMs)}`;
}

function shownAttempt(attempt: Attempt, clean: CleanText): Attempt {
  return attempt.message === undefined ? attempt : { ...attempt, message: clean.line(attempt.message) };
}
