/** An entry of services.yaml. */
export type Entry = Readonly<Record<string, unknown>>;

/** What the form holds: a text for each field, and everything else as JSON. */
export interface Draft {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly assertions: string;
  readonly more: string;
}

/** One field of the form. */
export interface FieldPlan {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly isWide?: boolean;
  readonly kind?: 'number' | 'status' | 'text';
}

const commonFields: readonly FieldPlan[] = [
  { key: 'group', label: 'Group', hint: 'Services of one group stand together.' },
  { key: 'interval', label: 'Interval', placeholder: '60s', hint: 'Such as 30s or 5m.' },
  { key: 'timeout', label: 'Timeout', placeholder: '10s' },
];

const typeFields: Readonly<Record<string, readonly FieldPlan[]>> = {
  http: [
    { key: 'url', label: 'URL', placeholder: 'https://shop.example/health', isWide: true },
    { key: 'method', label: 'Method', placeholder: 'GET' },
    {
      key: 'expected_status',
      label: 'Expected status',
      placeholder: '200',
      hint: 'Such as 200, 2xx or 200, 204.',
      kind: 'status',
    },
  ],
  tcp: hostAndPort(),
  tls: hostAndPort(),
  icmp: [{ key: 'host', label: 'Host', placeholder: '10.0.0.1', isWide: true }],
  dns: [
    { key: 'query', label: 'Name', placeholder: 'example.com', isWide: true },
    { key: 'record', label: 'Record', placeholder: 'A' },
  ],
  websocket: [{ key: 'url', label: 'URL', placeholder: 'wss://feed.example/ws', isWide: true }],
  heartbeat: [
    { key: 'period', label: 'Period', placeholder: '1d', hint: 'How often it calls.' },
    { key: 'grace', label: 'Grace', placeholder: '2h', hint: 'How late it may be.' },
  ],
};

/** The types that the form knows; others are written as JSON. */
export const formTypes: readonly string[] = [...Object.keys(typeFields), 'other'];

/** The fields of a type. */
export function fieldsOf(type: string): readonly FieldPlan[] {
  const name: FieldPlan = {
    key: 'name',
    label: 'Name',
    placeholder: 'checkout',
    hint: 'Its history is kept under this name.',
  };
  return [name, ...(typeFields[type] ?? []), ...commonFields];
}

/** A form with nothing in it. */
export const emptyDraft: Draft = { type: 'http', fields: {}, assertions: '', more: '' };

/** The entry that a form means; an error where its JSON is none. */
export function entryOf({ type, fields, assertions, more }: Draft): Entry | { readonly jsonError: string } {
  const rest = recordIn(more);
  if (rest === undefined) return { jsonError: 'expected a JSON object, such as {"tags": {"team": "shop"}}' };
  const own = fieldsOf(type).flatMap(({ key, kind }) => {
    const text = fields[key]?.trim() ?? '';
    return text === '' ? [] : [[key, meantBy(text, kind)] as const];
  });
  const lines = assertions
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return {
    ...rest,
    ...(type !== 'http' && type !== 'other' && { type }),
    ...Object.fromEntries(own),
    ...(lines.length > 0 && { assertions: [...lines, ...structured(rest.assertions)] }),
  };
}

/** A form that means an entry. */
export function draftOf(entry: Entry): Draft {
  const given = typeof entry.type === 'string' ? entry.type : 'http';
  const type = formTypes.includes(given) ? given : 'other';
  const planned = new Set(fieldsOf(type).map(({ key }) => key));
  const entries = Object.entries(entry).filter(([key]) => key !== 'assertions' && (key !== 'type' || type === 'other'));
  const isField = ([key, value]: readonly [string, unknown]) => planned.has(key) && isSimple(value);
  const fields = entries
    .filter(isField)
    .map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : String(value)]);
  const all = Array.isArray(entry.assertions) ? entry.assertions : [];
  const more = structured(all);
  const rest = {
    ...Object.fromEntries(entries.filter((one) => !isField(one))),
    ...(more.length > 0 && { assertions: more }),
  };
  return {
    type,
    fields: Object.fromEntries(fields),
    assertions: all.filter((one) => typeof one === 'string').join('\n'),
    more: Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2),
  };
}

/** What a change of an entry has to say: what is new, and null for what is gone. Secrets that were only shown as such stay. */
export function changesOf(before: Entry, after: Entry): Entry {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null]));
}

function hostAndPort(): readonly FieldPlan[] {
  return [
    { key: 'host', label: 'Host', placeholder: 'db.internal' },
    { key: 'port', label: 'Port', placeholder: '5432', kind: 'number' },
  ];
}

function meantBy(text: string, kind: FieldPlan['kind'] = 'text'): unknown {
  if (kind === 'number') return numberIn(text);
  if (kind !== 'status') return text;
  const parts = text.split(',').map((part) => numberIn(part.trim()));
  return parts.length === 1 ? parts[0] : parts;
}

function numberIn(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function structured(assertions: unknown): readonly unknown[] {
  return Array.isArray(assertions) ? assertions.filter((one) => typeof one !== 'string') : [];
}

function isSimple(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isSimple) : typeof value === 'string' || typeof value === 'number';
}
