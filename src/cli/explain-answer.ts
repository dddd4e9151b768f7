import type { CheckResult } from '../domain/check-result.ts';
import type { PartialObservation } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { addressOf } from '../reporting/wording.ts';
import type { Paper } from './explain-block.ts';

/** A labelled line of an explanation; left out without a value. */
export type Row = readonly [label: string, value: string | undefined];

/** What was answered, over which redirects, and by whom. */
export function answerRows(result: CheckResult, paper: Paper): readonly Row[] {
  const { observation = {} } = result;
  return [
    ['Answer', answerOf(observation, paper)],
    ['Message', observation.statusCode === undefined ? undefined : saidOf(observation)],
    ['Content', contentOf(observation, paper)],
    ...redirectsOf(observation, paper),
    ['Address', addressOf(result)],
  ];
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

/** Several facts on one line; those that are missing are left out. */
export function joined(parts: readonly (string | undefined)[], { style }: Paper): string {
  return parts.filter((part) => part !== undefined && part !== '').join(style.glyphs.separator);
}

/** Decimal units (IEC 80000-13): `312 B`, `1.2 kB`, `3.4 MB`. */
function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
