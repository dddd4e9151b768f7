import { type CheckResult, judgedReasons, type Reason } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import type { FactTable } from '../domain/fact.ts';
import { failureReasons } from '../domain/failure.ts';
import type { PartialObservation } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { addressOf } from '../reporting/wording.ts';
import { type Block, labelColumnsOf, labelled, type Paper } from './explain-block.ts';
import { explainDetails } from './explain-details.ts';

export interface FactsParts {
  readonly paper: Paper;
  /** The facts of the type of the service. */
  readonly table: FactTable;
}

/** What was asked, what was answered and by whom: one labelled line per fact that is known. */
export function explainFacts(result: CheckResult, { paper, table }: FactsParts): Block {
  const observation = result.observation ?? {};
  const facts: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Reason', result.status === 'healthy' ? undefined : reasonOf(result.reason)],
    ['Request', requestOf(result)],
    ['Answer', answerOf(observation, paper)],
    ['Message', observation.statusCode === undefined ? undefined : saidOf(observation)],
    ['Content', contentOf(observation, paper)],
    ...redirectsOf(observation, paper),
    ['Address', addressOf(result)],
    ['TLS', tlsOf(observation, paper)],
    ...explainDetails(observation.details ?? {}, table),
    ['Circuit', circuitOf(result, paper)],
    ['Runbook', result.runbook === undefined ? undefined : toPlainLine(result.runbook)],
  ];
  const columns = labelColumnsOf(facts.flatMap(([label, value = '']) => (value === '' ? [] : [label])));
  return facts.flatMap(([label, value]) => labelled(label, value, paper, columns));
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

function answerOf(observation: PartialObservation, paper: Paper) {
  const { statusCode, statusText = '', statusClass, httpVersion } = observation;
  if (statusCode === undefined) return saidOf(observation);
  return joined(
    [
      toPlainLine(`${statusCode} ${statusText}`),
      statusClass?.replaceAll('_', ' '),
      httpVersion === undefined ? undefined : `HTTP/${toPlainLine(httpVersion)}`,
    ],
    paper,
  );
}

/** What a server said beside its status, or without any. */
function saidOf({ answer }: PartialObservation): string | undefined {
  return answer === undefined ? undefined : truncate(toPlainLine(answer), 200);
}

function contentOf({ contentType, wireBytes, bodyBytes, bodyTruncated }: PartialObservation, paper: Paper): string {
  const decoded = bodyBytes !== undefined && bodyBytes !== wireBytes;
  return joined(
    [
      contentType === undefined ? undefined : toPlainLine(contentType),
      wireBytes === undefined ? undefined : `${formatBytes(wireBytes)} on the wire`,
      decoded ? `${formatBytes(bodyBytes)} decoded` : undefined,
      bodyTruncated ? 'longer than the limit: the rest was not read' : undefined,
    ],
    paper,
  );
}

function redirectsOf({ redirects = [] }: PartialObservation, { style }: Paper): readonly (readonly [string, string])[] {
  return redirects.map(({ url, statusCode, location }, index) => {
    const hop = `${statusCode} ${shownUrl(url)} ${style.glyphs.arrow} ${shownUrl(location)}`;
    return [index === 0 ? 'Redirects' : '', hop];
  });
}

function shownUrl(url: string): string {
  return truncate(toPlainLine(url), 500);
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

function joined(parts: readonly (string | undefined)[], { style }: Paper): string {
  return parts.filter((part) => part !== undefined && part !== '').join(style.glyphs.separator);
}

/** Decimal units (IEC 80000-13): `312 B`, `1.2 kB`, `3.4 MB`. */
function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
