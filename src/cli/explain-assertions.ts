import type { AssertionOutcome, ExplainedPart } from '../domain/assertion-outcome.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Check } from '../monitor/check.ts';
import { type Block, marked, type Paper, titled } from './explain-block.ts';

/** The same check, whose results also say what every part of its assertions came to, those that its probe judges included. */
export function explainingParts<Asked extends Check>(check: Asked): Asked {
  const { service, probe } = check;
  const { expectations } = service;
  const assertions = expectations.assertions.map((assertion): typeof assertion => ({
    ...assertion,
    evaluate: (observation, parts) => assertion.evaluate(observation, { ...parts, explains: 'parts' }),
  }));
  return {
    ...check,
    service: { ...service, expectations: { ...expectations, assertions } },
    probe: { ...probe, observe: (context) => probe.observe({ ...context, explains: 'parts' }) },
  };
}

/** Every assertion with what was seen, and its parts below it where they were asked for: those of each step of a flow, then those of the service. */
export function explainAssertions(outcomes: readonly AssertionOutcome[], paper: Paper): readonly Block[] {
  const steps = new Set(outcomes.map(({ step }) => step));
  return [...steps].map((wanted) => {
    const title = wanted === undefined ? 'Assertions' : `Assertions of step ${toPlainLine(wanted)}`;
    const own = outcomes.filter(({ step }) => step === wanted);
    return titled(
      title,
      own.flatMap((outcome) => explainAssertion(outcome, paper)),
      paper,
    );
  });
}

function explainAssertion(outcome: AssertionOutcome, paper: Paper): Block {
  const { passed, severity, expr, message, explanation, parts } = outcome;
  const { style, width } = paper;
  const status = passed ? 'healthy' : severity;
  const seen = toPlainLine(explanation.startsWith(expr) ? explanation : `${expr}: ${explanation}`);
  const { passed: yes, failed: no } = style.glyphs;
  const lines = marked(passed ? yes : no, seen, { width: width - 2, paint: style.status[status] });
  const said = passed || message === undefined ? [] : marked(' ', toPlainLine(message), paint(paper));
  const below = parts?.parts.flatMap((part) => explainPart(part, { paper, depth: 1, status })) ?? [];
  return [...lines, ...said, ...below];
}

interface Place {
  readonly paper: Paper;
  readonly depth: number;
  /** What a part that fails makes of the service. */
  readonly status: 'healthy' | AssertionOutcome['severity'];
}

function explainPart(part: ExplainedPart, { paper, depth, status }: Place): Block {
  const { style, width } = paper;
  const indent = '  '.repeat(Math.min(depth, deepest));
  const mark = { undefined: ' ', true: style.glyphs.passed, false: style.glyphs.failed }[`${part.passed}`];
  const color = part.passed === true ? style.status.healthy : style.status[status];
  const lines = marked(mark, textOf(part), { width: width - 2 - indent.length, paint: color });
  const below = part.parts.flatMap((inner) => explainPart(inner, { paper, depth: depth + 1, status }));
  return [...lines.map((line) => `${indent}${line}`), ...below];
}

const deepest = 10;

/** `status == 200` where the mark says the rest, `status = 200`, or why there is no value, once. */
function textOf({ expr, passed, value, parts }: ExplainedPart): string {
  if (passed === undefined) return toPlainLine(value.includes(expr) ? value : `${expr} = ${value}`);
  const isSaid = value === String(passed) || parts.some((part) => part.value === value);
  return toPlainLine(isSaid ? expr : `${expr} – ${value}`);
}

function paint({ width }: Paper) {
  return { width: width - 2, paint: String };
}
