/** JSON without blanks whose keys are sorted (RFC 8785), so that equal data has equal text whoever writes it. For plain data without undefined. */
export function canonicalJson(value: unknown): string {
  return canonicalWriter()(value);
}

/** The same for many values alike: it remembers how their keys are sorted. */
export function canonicalWriter(): (value: unknown) => string {
  const kinds: Kinds = new Map();
  return (value) => textOf(value, kinds);
}

/** A key with where it stands among those of its record, and as it is written. */
interface SortedKey {
  readonly index: number;
  readonly prefix: string;
}

/** The keys of a record in their order, by the keys as they came: nearly all records of a document are of a few kinds. */
type Kinds = Map<string, readonly SortedKey[]>;

function textOf(value: unknown, kinds: Kinds): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, kinds)).join(',')}]`;
  const values = Object.values(value);
  let text = '{';
  for (const { index, prefix } of sortedKeysOf(Object.keys(value), kinds))
    text += prefix + textOf(values[index], kinds);
  return `${text}}`;
}

function sortedKeysOf(keys: readonly string[], kinds: Kinds): readonly SortedKey[] {
  const kind = JSON.stringify(keys);
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const sorted = keys
    .map((key, index) => ({ key, index }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, index }, place) => ({ index, prefix: `${place === 0 ? '' : ','}${JSON.stringify(key)}:` }));
  kinds.set(kind, sorted);
  return sorted;
}
