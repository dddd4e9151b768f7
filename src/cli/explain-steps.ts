import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import type { Detail } from '../domain/observation.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { renderGrid } from '../reporting/grid.ts';
import { type Block, type Paper, titled } from './explain-block.ts';

/** A step of a flow that was taken, as its details tell of it. */
export interface ShownStep {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** The status code, or the reason for having none. */
  readonly outcome: string;
  readonly durationMs: number | undefined;
  /** Names, never values. */
  readonly captured: readonly string[];
  readonly proof: string | undefined;
  readonly failed: boolean;
}

/** The steps of a flow in the order they were taken; none for a service of another type. */
export function stepsOf({ type, observation }: CheckResult): readonly ShownStep[] {
  const { steps, failed_step: failed } = observation?.details ?? {};
  if (type !== 'flow' || !Array.isArray(steps)) return [];
  return steps.flatMap((step: Detail) => (isRecord(step) ? [toShownStep(step, failed)] : []));
}

type DetailRecord = { readonly [key: string]: Detail };

function isRecord(detail: Detail): detail is DetailRecord {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail);
}

function toShownStep(step: DetailRecord, failed: Detail | undefined): ShownStep {
  const { name = '', method = '', url = '', status, reason, response_time: durationMs, captured, proof } = step;
  return {
    name: toPlainLine(String(name)),
    method: toPlainLine(String(method)),
    url: toPlainLine(String(url)),
    outcome: toPlainLine(String(status ?? reason ?? '')),
    durationMs: typeof durationMs === 'number' ? durationMs : undefined,
    captured: Array.isArray(captured) ? captured.map((one: Detail) => toPlainLine(String(one))) : [],
    proof: proof === undefined ? undefined : toPlainLine(String(proof)),
    failed: name === failed,
  };
}

/** Each step of a flow: what was asked, what was answered, how long it took and what it captured. */
export function explainSteps(result: CheckResult, paper: Paper): Block {
  const steps = stepsOf(result);
  if (steps.length === 0) return [];
  const { style, width } = paper;
  const { passed, failed, none, ellipsis } = style.glyphs;
  const paintMark = (text: string, row: number) =>
    style.status[steps[row]?.failed ? 'unhealthy' : 'healthy'](text.slice(0, 1)) + text.slice(1);
  const grid = renderGrid(
    [
      { cells: steps.map((step) => `${step.failed ? failed : passed} ${step.name}`), shrinksTo: 8, paint: paintMark },
      { cells: steps.map(({ method }) => method) },
      { cells: steps.map(({ url }) => url), shrinksTo: 16 },
      { cells: steps.map(({ outcome }) => outcome) },
      {
        cells: steps.map(({ durationMs }) => (durationMs === undefined ? none : formatDuration(durationMs))),
        align: 'right',
      },
      ...(steps.some(({ captured }) => captured.length > 0)
        ? [{ cells: steps.map(capturedText), shrinksTo: 10, paint: style.quiet }]
        : []),
    ],
    { width: width - 2, ellipsis },
  );
  return titled('Steps', grid.split('\n'), paper);
}

function capturedText({ captured }: ShownStep): string {
  return captured.length === 0 ? '' : `captured ${captured.join(', ')}`;
}
