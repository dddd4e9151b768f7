import type { ASTNode } from '@marcbachmann/cel-js';
import type { ExplainedPart } from './assertion-outcome.ts';
import { showValue } from './explanation.ts';
import { type Expression, evaluatePart, explainError, identifiersIn, sourceOfPart } from './expression.ts';
import { factsOf } from './facts.ts';
import type { Observation } from './observation.ts';

// An expression of more would fill screens, and each part is evaluated by itself.
const mostParts = 200;

/** An expression taken apart into its conditions and their operands, each with its own value, also where the whole fails; literals are left out. Never throws. */
export function explainParts(
  expression: Expression,
  observation: Observation,
  { now }: { readonly now: number },
): ExplainedPart {
  const explain = partExplainer(expression, observation, now);
  return explain(expression.ast);
}

function partExplainer({ table }: Expression, observation: Observation, now: number): (part: ASTNode) => ExplainedPart {
  const factOf = once((name: string): unknown => factsOf(observation, { table, names: [name], now })[name]);
  const evaluate = (part: ASTNode): unknown => {
    const names = identifiersIn(part).filter((name) => Object.hasOwn(table, name));
    return evaluatePart(part, table, Object.fromEntries(names.map((name) => [name, factOf(name)])));
  };
  let left = mostParts;
  const explain = (part: ASTNode): ExplainedPart => {
    left -= 1;
    const result = attempt(() => evaluate(part));
    const operands = operandsOf(part, evaluate).filter((operand) => !isLiteral(operand));
    const parts = operands.flatMap((operand) => (left > 0 ? [explain(operand)] : []));
    const expr = sourceOfPart(part);
    if (!result.ok) return { expr, ...(isCondition(part) && { passed: false }), value: result.because, parts };
    const holds = typeof result.value === 'boolean' && isCondition(part);
    return { expr, ...(holds && { passed: result.value === true }), value: showValue(result.value), parts };
  };
  return explain;
}

type Attempted = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly because: string };

function attempt(work: () => unknown): Attempted {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, because: explainError(error) };
  }
}

type Evaluate = (part: ASTNode) => unknown;

/** What decides the value of a part; a chain of && or || is one list. */
function operandsOf(part: ASTNode, evaluate: Evaluate): readonly ASTNode[] {
  switch (part.op) {
    case '&&':
    case '||':
      return part.args.flatMap((side) => (side.op === part.op ? operandsOf(side, evaluate) : [side]));
    case '?:':
      return branchOf(part.args, evaluate);
    case '!_':
    case '-_':
      return [part.args];
    case 'rcall':
      return subjectsOf(part.args);
    case 'call':
      return part.args[0] === 'has' ? [] : part.args[1];
    default:
      return binary.has(part.op) && Array.isArray(part.args) ? part.args.filter(isNode) : [];
  }
}

/** The condition, and what it chose. */
function branchOf([condition, yes, no]: readonly [ASTNode, ASTNode, ASTNode], evaluate: Evaluate): readonly ASTNode[] {
  const result = attempt(() => evaluate(condition));
  return result.ok ? [condition, result.value === true ? yes : no] : [condition];
}

/** The receiver of a method and its arguments; those of macros use names of their own, and a namespace has no value. */
function subjectsOf([method, receiver, given]: readonly [string, ASTNode, readonly ASTNode[]]): readonly ASTNode[] {
  if (receiver.op === 'id' && receiver.args === 'cel') return [];
  return macros.has(method) ? [receiver] : [receiver, ...given];
}

const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'optMap', 'optFlatMap']);
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
const binary = new Set([...comparisons, '+', '-', '*', '/', '%']);
const conditions = new Set([...comparisons, '&&', '||', '!_', 'rcall', 'call', '?:']);

/** Whether the part asks something; a plain name that is true or false is a value. */
function isCondition({ op }: ASTNode): boolean {
  return conditions.has(op);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

function isLiteral(part: ASTNode): boolean {
  return identifiersIn(part).length === 0;
}

/** The same answer, or the same error, to the same question. */
function once(ask: (name: string) => unknown): (name: string) => unknown {
  const answers = new Map<string, () => unknown>();
  return (name) => {
    const known = answers.get(name);
    if (known) return known();
    const answer = settled(() => ask(name));
    answers.set(name, answer);
    return answer();
  };
}

function settled(work: () => unknown): () => unknown {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
