// As written, or as the URL standard encodes it in a path or a query.
const place = /(?:\{\{|%7B%7B)(?:\s|%20|\+)*([A-Za-z_]\w*)(?:\s|%20|\+)*(?:\}\}|%7D%7D)/g;

const whole = new RegExp(`^${place.source}$`);

/** The values that `{{name}}` stands for. */
export type Variables = ReadonlyMap<string, unknown>;

/** The names in every `{{name}}` of a text, or of the texts inside a list or mapping. */
export function variablesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(place)].flatMap(([, name]) => name ?? []);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(variablesIn);
}

/** A text with its places filled; one that has no value stays as it stands. */
export function fillText(text: string, variables: Variables): string {
  return text.replace(place, (written: string, name: string) => {
    return variables.has(name) ? textOf(variables.get(name)) : written;
  });
}

/** A copy in which every text is filled; a text that is nothing but one place becomes the value itself, of whatever type. */
export function fillData(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const name = whole.exec(value)?.[1] ?? '';
    return variables.has(name) ? variables.get(name) : fillText(value, variables);
  }
  if (Array.isArray(value)) return value.map((item) => fillData(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillData(inner, variables)]));
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
