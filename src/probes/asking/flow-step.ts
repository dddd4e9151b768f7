import { requestAs } from '../../auth/authenticated-request.ts';
import type { AssertionOutcome } from '../../domain/assertion-outcome.ts';
import { type Complaint, complaintReasons } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import { judgeObservation } from '../../domain/judge.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import type { HttpRequest } from '../../http/client.ts';
import type { Cookies } from '../../http/cookies.ts';
import type { FlowOptions, StepOptions } from '../options/flow-keys.ts';
import { fillData, fillText, type Variables } from '../options/template.ts';
import type { ProbeContext } from '../probe.ts';
import { withMeaning } from './http-meaning.ts';
import { requestOf } from './http-request.ts';

/** What a step of a flow came to. */
export interface StepResult {
  readonly observation: HttpObservation;
  readonly assertions: readonly AssertionOutcome[];
  /** What is wrong with the answer; empty when the step succeeded. */
  readonly complaints: readonly Complaint[];
  readonly captured: Variables;
}

/** A step that was answered. */
export interface TakenStep extends StepResult {
  readonly name: string;
}

/** What the steps of one run share. */
export interface FlowVisit {
  readonly flow: FlowOptions;
  readonly cookies: Cookies;
  readonly variables: Variables;
  readonly context: ProbeContext;
}

/** Sends the request of one step and judges its answer. Rejects with a Failure that names the step. */
export async function takeStep(step: StepOptions, visit: FlowVisit): Promise<StepResult> {
  const { flow, context } = visit;
  try {
    const answer = await requestAs(step.auth ?? flow.auth, stepRequest(step, visit), context);
    const observation = withMeaning(answer, step);
    const { captured, complaints } = capture(step, observation, context);
    const judged = judge(step, observation, context);
    return { ...judged, observation, captured, complaints: [...judged.complaints, ...complaints] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { reason, message, facts, cause } = error;
    throw new Failure(reason, `step ${step.name}: ${message}`, { facts, cause });
  }
}

function stepRequest(step: StepOptions, { flow, cookies, variables, context }: FlowVisit): HttpRequest {
  const { tls = flow.tls, proxy = flow.proxy, no_proxy = flow.no_proxy, resolver = flow.resolver, ip_family } = step;
  const { http_version = flow.http_version, timeouts = flow.timeouts } = step;
  const headers = { ...flow.headers, ...step.headers };
  const request = requestOf(
    {
      ...step,
      tls,
      proxy,
      no_proxy,
      resolver,
      http_version,
      timeouts,
      ip_family: ip_family === 'any' ? flow.ip_family : ip_family,
      url: filledUrl(step.url, variables),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, filledHeader(text, variables)])),
      params: step.params && fillParams(step.params, variables),
      json: fillData(step.json, variables),
      form: step.form && fillForm(step.form, variables),
      body: step.body && fillText(step.body, variables),
      graphql: step.graphql && fillOperation(step.graphql, variables),
      multipart: step.multipart && fillFields(step.multipart, variables),
    },
    context.signal,
  );
  return { ...request, cookies };
}

/** A captured value is a part of the path or the query and cannot lead to another server. */
function filledUrl(template: string, variables: Variables): string {
  const url = fillText(template, variables);
  if (!URL.canParse(url) || new URL(url).origin !== new URL(template).origin) {
    throw new Failure('unexpected_answer', 'what was captured makes no URL of the same server');
  }
  return new URL(url).href;
}

function filledHeader(text: string, variables: Variables): string {
  const filled = fillText(text, variables);
  if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(filled)) return filled;
  throw new Failure('unexpected_answer', 'what was captured cannot be put into a header field');
}

type Params = NonNullable<StepOptions['params']>;

function fillParams(params: Params, variables: Variables): Params {
  const filled = (value: string | number | boolean) => (typeof value === 'string' ? fillText(value, variables) : value);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.map(filled) : filled(value)]),
  );
}

function fillForm(form: NonNullable<StepOptions['form']>, variables: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, fillText(String(value), variables)]));
}

/** The query itself is no place for what a server said. */
function fillOperation({ variables: given = {}, ...operation }: Operation, variables: Variables): Operation {
  const filled = Object.entries(given).map(([name, value]) => [name, fillData(value, variables)]);
  return { ...operation, variables: Object.fromEntries(filled) };
}

type Operation = NonNullable<StepOptions['graphql']>;

/** Texts alone: what a server said does not choose a file. */
function fillFields(fields: NonNullable<StepOptions['multipart']>, variables: Variables) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? fillText(value, variables) : value,
    ]),
  );
}

function judge(
  step: StepOptions,
  observation: HttpObservation,
  { clock, timeBox, explains }: ProbeContext,
): Pick<StepResult, 'assertions' | 'complaints'> {
  const expectations = {
    expectedStatus: step.expected_status,
    assertions: step.assertions,
    // The flow as a whole is held to its thresholds, and to the certificates of all its servers.
    responseTimeWarningMs: Number.POSITIVE_INFINITY,
    responseTimeCriticalMs: Number.POSITIVE_INFINITY,
    certificateExpiryWarningMs: Number.NEGATIVE_INFINITY,
  };
  const parts = { now: clock.now(), timeBox, ...(explains !== undefined && { explains }) };
  const { findings, assertions } = judgeObservation(observation, expectations, parts);
  const complaints = findings.flatMap(({ status, reason, message }): readonly Complaint[] => {
    if (status === 'healthy' || !isStepReason(reason)) return [];
    return [{ status, reason, message: `step ${step.name}: ${message}` }];
  });
  return { complaints, assertions: assertions.map((outcome) => ({ step: step.name, ...outcome })) };
}

const stepReasons = ['unexpected_status', 'assertion_failed', 'body_too_large'] as const;

function isStepReason(reason: string): reason is Complaint['reason'] {
  return Object.hasOwn(complaintReasons, reason) || stepReasons.some((known) => known === reason);
}

function capture(
  { name: step, capture: wanted }: StepOptions,
  observation: HttpObservation,
  { clock, timeBox }: ProbeContext,
): Pick<StepResult, 'captured' | 'complaints'> {
  const captured = new Map<string, unknown>();
  const complaints: Complaint[] = [];
  for (const [name, expression] of Object.entries(wanted)) {
    const taken = expression.take(observation, { now: clock.now(), timeBox });
    const missing = taken.ok ? emptiness(taken.value) : taken.because;
    if (taken.ok && missing === undefined) captured.set(name, taken.value);
    else {
      const message = `step ${step}: cannot capture ${name} (${expression.expr}) – ${missing}`;
      complaints.push({ status: 'unhealthy', reason: 'assertion_failed', message });
    }
  }
  return { captured, complaints };
}

function emptiness(value: unknown): string | undefined {
  return value === null || value === undefined || value === '' ? 'it is empty' : undefined;
}
