import pc from 'picocolors';

/** The lines that an edit added or removed, as `+ …` and `- …`; nothing when the texts are equal. Meant for one change in one place. */
export function changedLines(before: string, after: string, { color }: { readonly color: boolean }): string {
  const old = linesOf(before);
  const young = linesOf(after);
  const start = commonLength(old, young);
  const end = commonLength(old.slice(start).toReversed(), young.slice(start).toReversed());
  const { red, green } = pc.createColors(color);
  const removed = old.slice(start, old.length - end).map((line) => `${red(`- ${line}`)}\n`);
  const added = young.slice(start, young.length - end).map((line) => `${green(`+ ${line}`)}\n`);
  return [...removed, ...added].join('');
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((line, index) => line !== b[index]);
  return differing === -1 ? a.length : differing;
}
