import { withTexts } from '../../domain/assertion-outcome.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import { type HttpObservation, type Observation, type Phases, phaseNames } from '../../domain/observation.ts';
import { createRedactor, isSensitiveName, type Redact } from '../../domain/redaction.ts';
import { Cookies } from '../../http/cookies.ts';
import { stepFacts } from '../facts/flow-facts.ts';
import type { FlowOptions, StepOptions } from '../options/flow-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { recordFailure, recordStep, type StepRecord } from './flow-record.ts';
import { type TakenStep, takeStep } from './flow-step.ts';

/**
 * Takes the steps in their order until one is unhealthy, and after that only those that are always taken. Rejects with the
 * Failure of the first step that got no answer; what went wrong with an answer are complaints.
 */
export async function runFlow(flow: FlowOptions, context: ProbeContext): Promise<Observation> {
  const run = new FlowRun(flow, context);
  for (const step of flow.steps) await run.take(step);
  return run.observation();
}

class FlowRun {
  readonly #flow: FlowOptions;
  readonly #context: ProbeContext;
  readonly #beganAt: number;
  readonly #cookies = new Cookies();
  readonly #variables = new Map<string, unknown>();
  readonly #taken: TakenStep[] = [];
  readonly #records: StepRecord[] = [];
  readonly #skipped: string[] = [];
  #failure: Failure | undefined;
  #failedStep: string | undefined;

  constructor(flow: FlowOptions, context: ProbeContext) {
    this.#flow = flow;
    this.#context = context;
    this.#beganAt = context.clock.monotonic();
  }

  async take(step: StepOptions): Promise<void> {
    const { signal } = this.#context;
    if (this.#failedStep !== undefined && (!step.always || signal.aborted)) {
      this.#skipped.push(step.name);
      return;
    }
    try {
      const visit = { flow: this.#flow, cookies: this.#cookies, variables: this.#variables, context: this.#context };
      const result = await takeStep(step, visit);
      this.#taken.push({ name: step.name, ...result });
      this.#records.push(recordStep(step, result));
      for (const [name, value] of result.captured) this.#variables.set(name, value);
      if (result.complaints.some(({ status }) => status === 'unhealthy')) this.#failedStep ??= step.name;
    } catch (error) {
      const failure = toFailure(error);
      this.#records.push(recordFailure(step, failure));
      this.#failure ??= failure;
      this.#failedStep ??= step.name;
    }
  }

  /** What the whole run showed; throws its Failure where it has one. */
  observation(): Observation {
    const redact = createRedactor(secretsOf(this.#variables));
    const assertions = this.#taken.flatMap((step) => step.assertions.map((outcome) => withTexts(outcome, redact)));
    const facts = { ...this.#timing(), details: this.#details(), assertions };
    if (this.#failure !== undefined) {
      const { reason, message, facts: learned, cause } = this.#failure;
      throw new Failure(reason, redact(message), { facts: { ...masked(learned, redact), ...facts }, cause });
    }
    const complaints = this.#taken.flatMap((step) => step.complaints);
    const { type: _type, phases: _phases, method: _method, ...shown } = masked(this.#deciding().observation, redact);
    return {
      ...shown,
      ...facts,
      type: 'flow',
      summary: `${this.#taken.length} steps`,
      ...this.#earliestCertificate(),
      unshown: { steps: stepFacts(this.#taken, this.#context.clock.now()) },
      complaints: complaints.map((complaint) => ({ ...complaint, message: redact(complaint.message) })),
    };
  }

  /** The step whose answer is shown as proof: the one that failed, else the last. */
  #deciding(): TakenStep {
    const failed = this.#taken.find(({ complaints }) => complaints.length > 0);
    const step = failed ?? this.#taken.at(-1);
    if (step === undefined) throw new Error('a flow without a step that was taken has a Failure');
    return step;
  }

  #timing(): { readonly responseTimeMs: number; readonly phases: Phases } {
    const sums = phaseNames.flatMap((name): readonly (readonly [string, number])[] => {
      const spent = this.#taken.flatMap(({ observation }) => observation.phases[name] ?? []);
      return spent.length === 0 ? [] : [[name, spent.reduce((sum, ms) => sum + ms, 0)]];
    });
    return {
      responseTimeMs: this.#context.clock.monotonic() - this.#beganAt,
      phases: Object.fromEntries(sums),
    };
  }

  #details() {
    return {
      steps: this.#records,
      ...(this.#failedStep !== undefined && { failed_step: this.#failedStep }),
      ...(this.#skipped.length > 0 && { skipped: this.#skipped }),
    };
  }

  #earliestCertificate(): Pick<HttpObservation, 'tls'> {
    const seen = this.#taken.flatMap(({ observation }) => observation.tls ?? []);
    const [first] = seen.toSorted((a, b) => (a.chain[0]?.validToAt ?? 0) - (b.chain[0]?.validToAt ?? 0));
    return first === undefined ? {} : { tls: first };
  }
}

// A captured number or state is no secret; whatever is as long as this may be a token.
const tokenLength = 20;

function secretsOf(variables: ReadonlyMap<string, unknown>): readonly string[] {
  return [...variables].flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    return isSensitiveName(name) || value.length >= tokenLength ? [value] : [];
  });
}

function masked<Facts extends Partial<HttpObservation>>(facts: Facts, redact: Redact): Facts {
  const { url, body, headers, statusText } = facts;
  return {
    ...facts,
    ...(url !== undefined && { url: redact(url) }),
    ...(statusText !== undefined && { statusText: redact(statusText) }),
    ...(body !== undefined && { body: redact(body) }),
    ...(headers !== undefined && {
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)])),
    }),
  };
}
