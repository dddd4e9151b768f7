/** A row of signs, one column each, and how each is painted. */
export type Marks = readonly { readonly sign: string; readonly paint: (text: string) => string }[];

/** The row without colours. */
export function textOf(marks: Marks): string {
  return marks.map(({ sign }) => sign).join('');
}

/** The row painted: runs of one colour together, so that a screen of rows stays a few kB. */
export function painted(marks: Marks): string {
  const runs: { text: string; paint: (text: string) => string }[] = [];
  for (const { sign, paint } of marks) {
    const run = runs.at(-1);
    if (run?.paint === paint) run.text += sign;
    else runs.push({ text: sign, paint });
  }
  return runs.map(({ text, paint }) => (text.trim() === '' ? text : paint(text))).join('');
}
