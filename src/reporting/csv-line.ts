/** A value of a CSV file; null is an empty field. */
export type Cell = string | number | null;

/** One record with its line end (RFC 4180); what a spreadsheet would run as a formula starts with an apostrophe. */
export function toCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toField).join(',')}\r\n`;
}

/** Numbers of ours stay numbers; texts may come from outside (https://owasp.org/www-community/attacks/CSV_Injection). */
function toField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = /^\s*[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
