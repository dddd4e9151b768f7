import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

interface Extent {
  /** Offset of the first character, after anchor and tag. */
  readonly start: number;
  /** Offset after the last character; for an empty value the same as `start`. */
  readonly end: number;
  /** Offset of the anchor or tag before the value; the same as `start` where it has none. */
  readonly head: number;
  readonly anchor?: string;
}

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlMapping extends Extent {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly pairs: readonly YamlPair[];
}

export interface YamlSequence extends Extent {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends Extent {
  readonly kind: 'scalar';
  readonly value: string;
  /** True when the source spells the value exactly, so that offsets into one are offsets into the other. */
  readonly verbatim: boolean;
  readonly quote: '"' | "'" | '';
}

export interface YamlAlias extends Extent {
  readonly kind: 'alias';
  readonly name: string;
}

/** A value of a YAML text with the offsets it takes up. */
export type YamlNode = YamlMapping | YamlSequence | YamlScalar | YamlAlias;

/** The top value of the first document, built from js-yaml's events; undefined where there is none. */
export function buildTree(source: string, events: readonly Event[]): YamlNode | undefined {
  const cursor: Cursor = { source, events, next: 1, end: 0 };
  const first = events[1];
  return first === undefined || first.type === EVENT_ID.POP ? undefined : readNode(cursor);
}

// `end` is the offset after what was read last: where an empty value stands.
interface Cursor {
  readonly source: string;
  readonly events: readonly Event[];
  next: number;
  end: number;
}

function readNode(cursor: Cursor): YamlNode {
  const event = cursor.events[cursor.next];
  cursor.next += 1;
  if (event?.type === EVENT_ID.SEQUENCE || event?.type === EVENT_ID.MAPPING) return readCollection(cursor, event);
  if (event?.type === EVENT_ID.ALIAS) {
    const start = event.anchorStart - 1;
    cursor.end = event.anchorEnd;
    const name = cursor.source.slice(event.anchorStart, event.anchorEnd);
    return { kind: 'alias', name, start, head: start, end: event.anchorEnd };
  }
  if (event?.type === EVENT_ID.SCALAR) return readScalar(cursor, event);
  throw new TypeError('the YAML events end inside a value');
}

type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.SEQUENCE | typeof EVENT_ID.MAPPING }>;

function readCollection(cursor: Cursor, event: CollectionEvent): YamlSequence | YamlMapping {
  const flow = event.style === COLLECTION_STYLE.FLOW;
  const properties = propertiesOf(cursor.source, event, event.start);
  cursor.end = flow ? event.start + 1 : event.start;
  const children: YamlNode[] = [];
  while (cursor.events[cursor.next]?.type !== EVENT_ID.POP) children.push(readNode(cursor));
  cursor.next += 1;
  if (flow) cursor.end = closingEnd(cursor.source, event.start, cursor.end);
  const extent = { start: event.start, end: cursor.end, flow, ...properties };
  if (event.type === EVENT_ID.SEQUENCE) return { kind: 'sequence', ...extent, items: children };
  return { kind: 'mapping', ...extent, pairs: pairUp(children) };
}

function pairUp(children: readonly YamlNode[]): readonly YamlPair[] {
  return children.flatMap((key, index) => {
    const value = children[index + 1];
    return index % 2 === 0 && value !== undefined ? [{ key, value }] : [];
  });
}

function readScalar(cursor: Cursor, event: ScalarEvent): YamlScalar {
  const { source } = cursor;
  if (event.valueStart < 0) {
    const head = propertiesOf(source, event, cursor.end);
    cursor.end = Math.max(cursor.end, event.anchorEnd, event.tagEnd);
    return { kind: 'scalar', value: '', verbatim: false, quote: '', start: cursor.end, end: cursor.end, ...head };
  }
  const value = getScalarValue(source, event);
  const quote = quotes.get(event.style) ?? '';
  const start = startOfScalar(source, event, quote);
  cursor.end = quote === '' ? event.valueEnd : event.valueEnd + 1;
  const verbatim = source.slice(event.valueStart, event.valueEnd) === value;
  return { kind: 'scalar', value, verbatim, quote, start, end: cursor.end, ...propertiesOf(source, event, start) };
}

const quotes = new Map<ScalarEvent['style'], '"' | "'">([
  [SCALAR_STYLE.DOUBLE_QUOTED, '"'],
  [SCALAR_STYLE.SINGLE_QUOTED, "'"],
]);

function startOfScalar(source: string, { style, valueStart }: ScalarEvent, quote: string): number {
  if (quote !== '') return valueStart - 1;
  // A block scalar is shown by its header, the `|` or `>` on the line of its key.
  if (style === SCALAR_STYLE.LITERAL_BLOCK) return source.lastIndexOf('|', valueStart - 1);
  return style === SCALAR_STYLE.FOLDED_BLOCK ? source.lastIndexOf('>', valueStart - 1) : valueStart;
}

function propertiesOf(
  source: string,
  { anchorStart, anchorEnd, tagStart }: CollectionEvent | ScalarEvent,
  start: number,
): Pick<Extent, 'head' | 'anchor'> {
  const head = Math.min(anchorStart < 0 ? start : anchorStart - 1, tagStart < 0 ? start : tagStart);
  return anchorStart < 0 ? { head } : { head, anchor: source.slice(anchorStart, anchorEnd) };
}

// js-yaml's events do not say where a flow collection ends: only white space, commas, colons and comments can stand before its bracket.
function closingEnd(source: string, start: number, from: number): number {
  const bracket = { '[': ']', '{': '}' }[source[start] ?? ''];
  // `[a: b]` holds a mapping without brackets of its own.
  if (bracket === undefined) return from;
  let offset = from;
  while (offset < source.length && source[offset] !== bracket) {
    const comment = source[offset] === '#' && /\s/.test(source[offset - 1] ?? ' ');
    offset = comment ? endOfLine(source, offset) : offset + 1;
  }
  return offset + 1;
}

function endOfLine(source: string, from: number): number {
  const found = /[\r\n]/.exec(source.slice(from));
  return found === null ? source.length : from + found.index;
}
