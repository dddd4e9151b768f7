import { type CheckResult, judgedReasons, type Reason } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import type { FactTable } from '../domain/fact.ts';
import { failureReasons } from '../domain/failure.ts';
import type { PartialObservation } from '../domain/observation.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { answerRows, joined, type Row } from './explain-answer.ts';
import { type Block, labelColumnsOf, labelled, type Paper } from './explain-block.ts';
import { explainDetails } from './explain-details.ts';
import { stepsOf } from './explain-steps.ts';

export interface FactsParts {
  readonly paper: Paper;
  /** The facts of the type of the service. */
  readonly table: FactTable;
}

/** What was asked, what was answered and by whom: one labelled line per fact that is known. */
export function explainFacts(result: CheckResult, { paper, table }: FactsParts): Block {
  const steps = stepsOf(result);
  const facts: readonly Row[] = [
    ['Reason', result.status === 'healthy' ? undefined : reasonOf(result.reason)],
    ...(steps.length === 0 ? exchangeRows(result, paper) : flowRows(result, paper)),
    ...detailRows(result, { table, hidden: steps.length === 0 ? [] : ['steps'] }),
    ['Circuit', circuitOf(result, paper)],
    ['Runbook', result.runbook === undefined ? undefined : toPlainLine(result.runbook)],
  ];
  const columns = labelColumnsOf(facts.flatMap(([label, value = '']) => (value === '' ? [] : [label])));
  return facts.flatMap(([label, value]) => labelled(label, value, paper, columns));
}

/** What was asked of one server, and what it answered. */
function exchangeRows(result: CheckResult, paper: Paper): readonly Row[] {
  const { observation = {} } = result;
  const { proof } = observation;
  return [
    ['Request', requestOf(result)],
    ['Auth', proof === undefined ? undefined : toPlainLine(proof)],
    ...answerRows(result, paper),
    ['TLS', tlsOf(observation, paper)],
  ];
}

/** What its steps do not say: of the answers, only that of the step that failed, and who asked. */
function flowRows(result: CheckResult, paper: Paper): readonly Row[] {
  const steps = stepsOf(result);
  const proofs = [...new Set(steps.flatMap(({ proof }) => proof ?? []))];
  const each = steps.flatMap(({ name, proof }) => (proof === undefined ? [] : [`${name}: ${proof}`]));
  const auth = proofs.length === 1 ? proofs : each;
  return [
    ...auth.map((text, index): Row => [index === 0 ? 'Auth' : '', text]),
    ...(steps.some(({ failed }) => failed) ? answerRows(result, paper) : []),
    ['TLS', tlsOf(result.observation ?? {}, paper)],
  ];
}

/** The type's own facts, but for one that is the verdict word by word. */
function detailRows(
  { observation, message }: CheckResult,
  { table, hidden }: { readonly table: FactTable; readonly hidden: readonly string[] },
): readonly Row[] {
  const details = Object.entries(observation?.details ?? {}).filter(([name]) => !hidden.includes(name));
  return explainDetails(Object.fromEntries(details), table).filter(([, value]) => value !== toPlainLine(message));
}

function reasonOf(reason: Reason): string {
  const meaning = isJudged(reason) ? judgedReasons[reason] : failureReasons[reason].means;
  return `${reason}: ${meaning}`;
}

function isJudged(reason: Reason): reason is keyof typeof judgedReasons {
  return reason in judgedReasons;
}

function requestOf({ target, attempts, observation }: CheckResult): string {
  if (attempts.length === 0) return `${toPlainLine(target)} (nothing was sent)`;
  return [observation?.method, target].flatMap((part) => (part === undefined ? [] : [toPlainLine(part)])).join(' ');
}

function tlsOf({ tls }: PartialObservation, paper: Paper): string | undefined {
  if (tls === undefined) return undefined;
  const parts = [toPlainLine(tls.protocol), toPlainLine(tls.cipher), tls.verified ? 'verified' : 'NOT verified'];
  return joined(parts, paper);
}

function circuitOf({ circuit }: CheckResult, paper: Paper): string | undefined {
  if (circuit === undefined || (circuit.state === 'closed' && circuit.failures === 0)) return undefined;
  const { state, failures, nextProbeInMs, lastStatus } = circuit;
  return joined(
    [
      state.replaceAll('_', ' '),
      failures > 0 ? `${failures} failed ${failures === 1 ? 'run' : 'runs'} in a row` : undefined,
      nextProbeInMs === undefined ? undefined : `next probe in ${formatDuration(nextProbeInMs)}`,
      lastStatus === undefined ? undefined : `last ${lastStatus}`,
    ],
    paper,
  );
}
