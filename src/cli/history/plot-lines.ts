/** A sign at a place of a canvas; rows count from the top. */
export interface PlotMark {
  readonly column: number;
  readonly row: number;
  readonly sign: string;
}

/** What a line is drawn with: on its way, and where it rises or falls from the row before to its own. */
export interface LineSigns {
  readonly flat: string;
  readonly steep: string;
  /** Leaves the row before, and reaches the new one. */
  readonly rise: readonly [leave: string, reach: string];
  readonly fall: readonly [leave: string, reach: string];
}

/** Draws one line through the rows of its columns; it breaks where there is none. */
export function lineMarks(rows: readonly (number | undefined)[], signs: LineSigns): readonly PlotMark[] {
  return rows.flatMap((row, column) => {
    const before = rows[column - 1];
    if (row === undefined) return [];
    if (before === undefined || before === row) return [{ column, row, sign: signs.flat }];
    const [leave, reach] = row < before ? signs.rise : signs.fall;
    const [from, to] = [Math.min(row, before) + 1, Math.max(row, before)];
    const steep = Array.from({ length: to - from }, (_, index) => ({ column, row: from + index, sign: signs.steep }));
    return [{ column, row: before, sign: leave }, ...steep, { column, row, sign: reach }];
  });
}
