import type { ASTNode } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { formatDuration } from './duration.ts';
import { evaluatePart, explainError, whyCallFails } from './expression.ts';
import type { FactTable } from './fact.ts';
import { toPlainLine, truncate } from './plain-text.ts';

const longestValue = 120;
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

/** Says which values made an expression fail: `got 245`, `got "warn"`, `there is no json.queue`. Never throws. */
export function explainFailure(ast: ASTNode, table: FactTable, facts: Record<string, unknown>): string {
  const evaluate = (part: ASTNode): unknown => evaluatePart(part, table, facts);
  try {
    const failing = failingPart(ast, evaluate);
    const why = whyCallFails(failing, facts);
    if (why !== undefined) return truncate(toPlainLine(why), longestValue);
    const part = decidingPart(failing);
    return part === undefined ? 'got false' : `got ${showValue(evaluate(part))}`;
  } catch (error) {
    return explainError(error);
  }
}

/** Writes a value of CEL's on one line, at most 120 code points. */
export function showValue(value: unknown): string {
  return truncate(toPlainLine(textOf(value)), longestValue);
}

/** Of a conjunction the first part that does not hold; anything else fails as a whole. */
function failingPart(node: ASTNode, evaluate: (part: ASTNode) => unknown): ASTNode {
  if (node.op !== '&&') return node;
  const [left, right] = node.args;
  return failingPart(evaluate(left) === true ? right : left, evaluate);
}

/** The part whose value the reader wants to see: the side of a comparison that is no literal, the receiver of a method. */
function decidingPart(node: ASTNode): ASTNode | undefined {
  if (node.op === '!_') return decidingPart(node.args) ?? node.args;
  if (node.op === 'rcall') return node.args[1];
  if (!isComparison(node)) return undefined;
  const [left, right] = node.args;
  return left.op === 'value' ? right : left;
}

function isComparison(node: ASTNode): node is ASTNode & { readonly args: [ASTNode, ASTNode] } {
  return comparisons.has(node.op);
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Duration) return formatDuration(value.valueOf());
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 2 * longestValue));
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (isPlain(value)) return `{${Object.entries(value).map(textOfEntry).join(',')}}`;
  return JSON.stringify(value) ?? String(value);
}

function textOfEntry([key, value]: readonly [string, unknown]): string {
  return `${JSON.stringify(key)}:${textOf(value)}`;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
