/** The line break a text uses: that of its first line. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Offset of the line break, or of the text's end, that ends the line of an offset. */
export function lineEnd(text: string, offset: number): number {
  const pattern = /[\r\n]/g;
  pattern.lastIndex = offset;
  return pattern.exec(text)?.index ?? text.length;
}

/** Offset of the line break before the line of an offset, or undefined on the first line. */
export function previousLineEnd(text: string, offset: number): number | undefined {
  const start = lineStart(text, offset);
  if (start === 0) return undefined;
  return text.slice(start - 2, start) === '\r\n' ? start - 2 : start - 1;
}

/** Offset of the line after the one that holds an offset; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}

/** Whether the line of an offset holds nothing but white space. */
export function isBlankLine(text: string, offset: number): boolean {
  return /^[^\S\r\n]*$/.test(text.slice(lineStart(text, offset), lineEnd(text, offset)));
}

/** Extends the end of a line over the comment lines right below that are indented by at least so many blanks. */
export function afterComments(text: string, end: number, indent: number): number {
  let last = end;
  for (;;) {
    const next = nextLine(text, last);
    const line = text.slice(next, lineEnd(text, next));
    const blanks = /^( *)#/.exec(line)?.[1];
    if (next <= last || blanks === undefined || blanks.length < indent) return last;
    last = lineEnd(text, next);
  }
}

/** Goes back over white space: block scalars count the line breaks after them as their own. */
export function trimEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}
