/** One measured figure beside its baseline of the same run, and what it is meant to be. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 'µs' | 'MB' | 'B' | '%' | '/s';
  readonly value: number;
  /** What it is compared with, in the same unit; absent where the goal is absolute. */
  readonly baseline?: { readonly what: string; readonly value: number };
  /** Absent for figures that are only to be known. */
  readonly goal?: Goal;
}

/** At most a multiple of the baseline, so much more than the baseline, or so much at all; or at least so much. */
export type Goal =
  | { readonly kind: 'times'; readonly limit: number }
  | { readonly kind: 'more'; readonly limit: number }
  | { readonly kind: 'at_most' | 'at_least'; readonly limit: number };

/** The goal of a figure that is to be at most that. */
export function atMost(limit: number): { readonly goal: Goal } {
  return { goal: { kind: 'at_most', limit } };
}

/** The middle one of the numbers; the mean of the two middle ones where their count is even. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Whether the goal of a figure is met; undefined without a goal. */
export function isMet({ value, baseline, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  if (goal.kind === 'at_most') return value <= goal.limit;
  if (goal.kind === 'at_least') return value >= goal.limit;
  if (baseline === undefined) return undefined;
  return goal.kind === 'times' ? value <= goal.limit * baseline.value : value <= goal.limit + baseline.value;
}

/** The figures as an aligned table for a terminal. */
export function figuresTable(figures: readonly Figure[]): string {
  const header = ['figure', 'measured', 'baseline', '', 'ratio', 'goal', ''];
  const rows = [header, ...figures.map(rowOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const isNumber = new Set([1, 3, 4]);
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      isNumber.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
  return rows.map((row) => line(row).join('  ').trimEnd()).join('\n');
}

function rowOf(figure: Figure): readonly string[] {
  const { what, value, unit, baseline } = figure;
  const met = isMet(figure);
  return [
    what,
    withUnit(value, unit),
    baseline?.what ?? '',
    baseline === undefined ? '' : withUnit(baseline.value, unit),
    baseline === undefined ? '' : `${(value / baseline.value).toFixed(2)} ×`,
    goalText(figure),
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ];
}

function goalText({ goal, unit }: Figure): string {
  if (goal === undefined) return '–';
  if (goal.kind === 'times') return `≤ ${goal.limit} ×`;
  if (goal.kind === 'at_least') return `≥ ${goal.limit} ${unit}`;
  return goal.kind === 'more' ? `≤ + ${goal.limit} ${unit}` : `≤ ${goal.limit} ${unit}`;
}

function withUnit(value: number, unit: string): string {
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}
