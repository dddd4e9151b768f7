/** What most likely went wrong where a YAML text stops being one, told from the text around; undefined where it is unclear. */
export function syntaxHint(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  const line = (before.pop() ?? '') + (/^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '');
  if (/^ *\t/.test(line)) return 'indent with blanks';
  if (/^[\]}]/.test(line)) return 'indent the closing bracket by a blank';
  const unquoted = text[offset - 1] === '$' ? /^\{[^{}\r\n]*\}/.exec(text.slice(offset))?.[0] : undefined;
  if (unquoted !== undefined) return `between { } put it in quotes: "$${unquoted}"`;
  const reserved = /(?::|-)\s+([@`%])/.exec(line)?.[1];
  if (reserved !== undefined) return `put a value that begins with ${reserved} in quotes`;
  if (/:\s+[^"'[{#\s][^#"']*:\s/.test(line)) return 'put a value that contains ": " in quotes';
  const previous = before.findLastIndex((text) => text.trim() !== '');
  return isUnclosed(before[previous] ?? '') ? `close the quote or bracket of line ${previous + 1}` : undefined;
}

function isUnclosed(line: string): boolean {
  const withoutPairs = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/\s#.*$/, '');
  const opened = withoutPairs.match(/[[{]/g)?.length ?? 0;
  const closed = withoutPairs.match(/[\]}]/g)?.length ?? 0;
  return opened > closed || /[:,[{-]\s*["']/.test(withoutPairs);
}
