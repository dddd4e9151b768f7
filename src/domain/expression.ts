import {
  type ASTNode,
  type TypeError as CelTypeError,
  Environment,
  EvaluationError,
  type ParseError,
  type ParseResult,
  serialize,
} from '@marcbachmann/cel-js';
import type { FactTable, FactType } from './fact.ts';
import { celTypeOf } from './facts.ts';
import { type AnswerFunction, type BoundFunction, elementsType } from './functions/answer-function.ts';
import { answerFunctions, bindFunction, functionsOver } from './functions/answer-functions.ts';
import { HtmlElements } from './functions/html-elements.ts';
import { compileLinearRegex, type LinearRegex } from './linear-regex.ts';

/** A mistake in an expression, with its place in the source where that is known. */
export interface ExpressionProblem {
  readonly message: string;
  /** Counted in UTF-16 units from the start of the source. */
  readonly offset?: number;
}

/** An expression that is known to compile. */
export interface Expression {
  readonly ast: ASTNode;
  /** The facts it uses. */
  readonly names: readonly string[];
  /** Where the values of those names come from. */
  readonly table: FactTable;
  /** True when its cost depends on the size of what the target sends: it loops or matches. */
  readonly costly: boolean;
  /** May throw: use explainError for what is thrown. */
  evaluate(facts: Record<string, unknown>): unknown;
}

export type ExpressionResult = { readonly ok: true; readonly expression: Expression } | Refused;

type Refused = { readonly ok: false; readonly problem: ExpressionProblem };

export type TypedExpressionResult =
  | { readonly ok: true; readonly type: string; readonly expression: Expression }
  | Refused;

// As long as `matches`, so that positions stay true when the one is written over the other.
const linearMatches = 're2test';
const costlyMethods = new Set([
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'matches',
  'split',
  'join',
  linearMatches,
]);

/** Compiles a CEL expression (https://github.com/google/cel-spec) over the facts of one type of service that yields true or false. */
export function compileExpression(source: string, table: FactTable): ExpressionResult {
  const compiled = compileAnyExpression(source, table);
  if (!compiled.ok || compiled.type === 'bool' || compiled.type === 'dyn') return compiled;
  return refuse({ message: `yields ${readableType(compiled.type)}, not true or false`, offset: 0 });
}

/** Compiles a CEL expression that may yield anything, with the type it yields. */
export function compileAnyExpression(source: string, table: FactTable): TypedExpressionResult {
  const environment = environmentFor(table);
  const checked = environment.check(source);
  if (!checked.valid) return refuse(problemOf(checked.error, table));
  const nodes = nodesOf(environment.parse(source).ast);
  const wrong = firstWrongPattern(nodes) ?? firstWrongCall(nodes);
  if (wrong) return refuse(wrong);
  const parsed = environment.parse(withLinearMatches(source, nodes));
  return { ok: true, type: String(checked.type), expression: toExpression(parsed, nodes, table) };
}

/** Evaluates a part of an expression, to explain the whole. May throw like evaluate. */
export function evaluatePart(part: ASTNode, table: FactTable, facts: Record<string, unknown>): unknown {
  return environmentFor(table).evaluate(serialize(part), facts);
}

/** The CEL source of a part, as CEL writes it. */
export function sourceOfPart(part: ASTNode): string {
  return serialize(part).replaceAll(linearMatches, 'matches');
}

/** The names that a part reads, those of its own macros included. */
export function identifiersIn(part: ASTNode): readonly string[] {
  const names = nodesOf(part).flatMap((node) => {
    if (node.op === 'id') return [node.args];
    return calledFunction(node)?.reads ?? [];
  });
  return [...new Set(names)];
}

/** Why a part that is a call came to false, where the function can tell. May throw like evaluate. */
export function whyCallFails(part: ASTNode, facts: Record<string, unknown>): string | undefined {
  const called = calledFunction(part);
  if (called === undefined || part.op !== 'call') return undefined;
  return boundTo(called, part.args[1]).whyNot?.(facts[called.reads]);
}

/** What went wrong in an evaluation, for people. */
export function explainError(error: unknown): string {
  if (!(error instanceof EvaluationError)) return error instanceof Error ? error.message : 'it could not be evaluated';
  const summary = readableType(error.summary);
  if (error.code !== 'no_such_key' || error.node?.op === undefined) return summary;
  return `there is no ${sourceOfPart(error.node as ASTNode)}`;
}

function toExpression(parsed: ParseResult, nodes: readonly ASTNode[], table: FactTable): Expression {
  return {
    ast: parsed.ast,
    names: identifiersIn(parsed.ast).filter((name) => Object.hasOwn(table, name)),
    table,
    costly: nodes.some(isCostly),
    evaluate: parsed,
  };
}

function isCostly(node: ASTNode): boolean {
  return calledFunction(node) !== undefined || (node.op === 'rcall' && costlyMethods.has(node.args[0]));
}

function calledFunction(node: ASTNode): AnswerFunction | undefined {
  return node.op === 'call' ? answerFunctions.find(({ name }) => name === node.args[0]) : undefined;
}

const environments = new WeakMap<FactTable, Environment>();

function environmentFor(table: FactTable): Environment {
  const existing = environments.get(table);
  if (existing) return existing;
  const created = createEnvironment(table);
  environments.set(table, created);
  return created;
}

function createEnvironment(table: FactTable): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true });
  for (const [name, { type }] of Object.entries(table)) {
    if (typeof type === 'string') environment.registerVariable(name, celTypeOf(type));
    else environment.registerVariable({ name, schema: schemaOf(type.fields) });
  }
  for (const called of functionsOver(table)) registerCall(environment, called);
  const compiled = new Map<string, LinearRegex>();
  environment.registerFunction(`string.${linearMatches}(string): bool`, (text: string, pattern: string) =>
    regexFor(pattern, compiled).matchesIn(text),
  );
  return environment;
}

/** What cel-js hands to a macro: the only kind of function that sees the facts. */
interface MacroContext {
  getValue(name: string): unknown;
}

function registerCall(environment: Environment, called: AnswerFunction): void {
  const { name, yields, reads } = called;
  if (yields === elementsType) registerElements(environment);
  environment.registerFunction(`${name}(ast): ${yields}`, ({ args }: { readonly args: readonly ASTNode[] }) => {
    // Now, not when it is first called: by then, the files of a configuration that was refused may have been loaded.
    const bound = boundOrNot(called, args);
    return {
      typeCheck: (checker: { getType(type: string): unknown }) => checker.getType(yields),
      evaluate(_evaluator: unknown, _macro: unknown, context: MacroContext): unknown {
        return (bound ?? boundTo(called, args)).call(context.getValue(reads));
      },
    };
  });
}

function registerElements(environment: Environment): void {
  const fields = { text: 'string', html: 'string', attributes: 'map<string, string>', list: 'list<dyn>' };
  environment.registerType(elementsType, { ctor: HtmlElements, fields });
  environment.registerFunction(`${elementsType}.size(): int`, (elements: HtmlElements) => BigInt(elements.size));
  environment.registerFunction(`${elementsType}.attr(string): string`, (elements: HtmlElements, name: string) =>
    elements.attr(name),
  );
}

/** What cannot be bound is told with its place, once all is parsed. */
function boundOrNot(called: AnswerFunction, args: readonly ASTNode[]): BoundFunction | undefined {
  try {
    return boundTo(called, args);
  } catch {
    return undefined;
  }
}

function boundTo({ name, usage }: AnswerFunction, [argument]: readonly ASTNode[]): BoundFunction {
  if (argument?.op !== 'value' || typeof argument.args !== 'string') {
    throw new RangeError(`expected text in quotes, such as ${usage}`);
  }
  return bindFunction(name, argument.args);
}

function schemaOf(fields: Readonly<Record<string, FactType>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, celTypeOf(type)]));
}

function regexFor(pattern: string, compiled: Map<string, LinearRegex>): LinearRegex {
  const known = compiled.get(pattern);
  if (known) return known;
  const result = compileLinearRegex(pattern);
  if (!result.ok) throw new RangeError(`wrong pattern: ${result.message}`);
  if (compiled.size >= 1_000) compiled.clear();
  compiled.set(pattern, result.regex);
  return result.regex;
}

/** CEL's own `matches` uses the backtracking RegExp of JavaScript, so each call is written over with the linear one. */
function withLinearMatches(source: string, nodes: readonly ASTNode[]): string {
  let rewritten = source;
  for (const { op, args } of nodes) {
    if (op !== 'rcall' || args[0] !== 'matches') continue;
    const at = source.lastIndexOf('matches', args[2][0]?.start ?? source.length);
    rewritten = rewritten.slice(0, at) + linearMatches + rewritten.slice(at + linearMatches.length);
  }
  return rewritten;
}

function firstWrongPattern(nodes: readonly ASTNode[]): ExpressionProblem | undefined {
  for (const { op, args } of nodes) {
    if (op !== 'rcall' || args[0] !== 'matches') continue;
    const pattern = args[2][0];
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string') continue;
    const result = compileLinearRegex(pattern.args);
    if (!result.ok) return { message: result.message, offset: pattern.start };
  }
  return undefined;
}

function firstWrongCall(nodes: readonly ASTNode[]): ExpressionProblem | undefined {
  for (const node of nodes) {
    const called = calledFunction(node);
    if (called === undefined || node.op !== 'call') continue;
    try {
      boundTo(called, node.args[1]);
    } catch (error) {
      const message = error instanceof Error ? error.message : `${called.name} cannot be called so`;
      return { message: `${called.name}: ${message}`, offset: node.args[1][0]?.start ?? node.start };
    }
  }
  return undefined;
}

function nodesOf(root: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    if (!isNode(value)) return;
    found.push(value);
    visit(value.args);
  };
  visit(root);
  return found;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function problemOf(error: ParseError | CelTypeError | undefined, table: FactTable): ExpressionProblem {
  const place = error?.range === undefined ? {} : { offset: error.range.start };
  const summary = readableType(error?.summary ?? 'not a CEL expression');
  return { message: `${summary}${adviceFor(error?.code, table)}`, ...place };
}

function adviceFor(code: string | undefined, table: FactTable): string {
  if (code === 'unknown_variable') return `; known are ${Object.keys(table).join(', ')}`;
  if (code === 'no_such_overload')
    return `; compare like with like, e.g. status == 200, response_time < duration('500ms')`;
  return '';
}

function readableType(text: string): string {
  return text
    .replaceAll('google.protobuf.Duration', 'duration')
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll(linearMatches, 'matches')
    .replaceAll('$certificate', 'certificate')
    .replaceAll(elementsType, 'a list of HTML elements');
}

function refuse(problem: ExpressionProblem): Refused {
  return { ok: false, problem };
}
