/** A place in a text; both count from 1, columns in UTF-16 units as editors do. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Tells line and column of offsets into one text; line breaks are LF, CR and CR LF (YAML 1.2 §5.4). */
export function indexLines(text: string): (offset: number) => LineColumn {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n|\r|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return (offset) => {
    const line = lastAtOrBefore(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function lastAtOrBefore(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
