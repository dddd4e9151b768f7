/** One figure in which two calculations differ. */
export type Difference = string;

const mostTold = 40;

/**
 * What of the expected document the printed one says otherwise, by path. Times must be equal to the ms, shares to 1e-9,
 * percentiles (`…_ms`) within 1 %; what is undefined may be anything, and `{ least, most }` leaves a range. The printed one
 * may say more than is expected.
 */
export function differences(expected: unknown, printed: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare(expected, printed, '', found);
  return found.length > mostTold ? [...found.slice(0, mostTold), `… and ${found.length - mostTold} more`] : found;
}

function compare(expected: unknown, printed: unknown, path: string, found: Difference[]): void {
  if (Array.isArray(expected) && Array.isArray(printed)) {
    compareLists(expected, printed, path, found);
  } else if (isRecord(expected) && isRecord(printed)) {
    for (const [key, value] of Object.entries(expected)) compare(value, printed[key], `${path}/${key}`, found);
  } else if (!agrees(expected, printed, path)) {
    found.push(`${path}: expected ${JSON.stringify(expected)}, printed ${JSON.stringify(printed)}`);
  }
}

function agrees(expected: unknown, printed: unknown, path: string): boolean {
  if (expected === undefined || expected === printed) return true;
  if (typeof printed !== 'number') return false;
  const { least, most } = isRange(expected) ? expected : { least: expected, most: expected };
  if (typeof least !== 'number' || typeof most !== 'number') return false;
  return printed >= least - slackOf(least, path) && printed <= most + slackOf(most, path);
}

/** Figures are printed to the ms, and response times to the µs. */
function slackOf(expected: number, path: string): number {
  if (path.endsWith('_ms')) return 0.01 * expected + 0.0005;
  return path.endsWith('seconds') ? 0.000_501 : 1e-9;
}

function compareLists(
  expected: readonly unknown[],
  printed: readonly unknown[],
  path: string,
  found: Difference[],
): void {
  if (expected.length !== printed.length) {
    found.push(`${path}: expected ${expected.length} items, printed ${printed.length}`);
  }
  for (const [index, item] of expected.entries()) {
    if (index >= printed.length) break;
    const before = found.length;
    compare(item, printed[index], `${path}/${nameOf(item) ?? index}`, found);
    // After one that is too many or missing, all others differ.
    if (found.length > before && expected.length !== printed.length) break;
  }
}

function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const { name, date } = item;
  return typeof name === 'string' ? name : typeof date === 'string' ? date : undefined;
}

function isRange(value: unknown): value is { readonly least: number; readonly most: number } {
  return isRecord(value) && typeof value.least === 'number' && typeof value.most === 'number';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
