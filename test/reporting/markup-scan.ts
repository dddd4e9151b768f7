/** An element of a scanned document; text has its entities resolved. */
export interface ScannedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (ScannedElement | string)[];
}

const token =
  /<!DOCTYPE html>|<\?xml version="1\.0" encoding="UTF-8"\?>|<style>[^<]*<\/style>|<(\/?)([a-z][a-z0-9-]*)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<]*")*) ?(\/?)>|([^<>]+)/gy;

/** Reads well-formed XML, or HTML written like it, and throws at the first character that is not: an unescaped sign, a tag that is not closed, a character XML 1.0 forbids. */
export function scanMarkup(text: string): ScannedElement {
  const root: ScannedElement = { name: '', attributes: {}, children: [] };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`not well-formed at ${JSON.stringify(text.slice(from, from + 80))}`);
    take(match, open);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return root;
}

function take([, slash, name, attributes = '', selfClosed, content]: RegExpExecArray, open: ScannedElement[]): void {
  const parent = open.at(-1);
  if (content !== undefined) parent?.children.push(unescaped(content));
  if (name === undefined) return;
  if (slash === '/') {
    if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    return;
  }
  const element: ScannedElement = { name, attributes: attributesOf(attributes), children: [] };
  parent?.children.push(element);
  if (selfClosed !== '/') open.push(element);
}

/** Every element of this name, in the order of the document. */
export function elementsNamed(element: ScannedElement, name: string): readonly ScannedElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return [...(child.name === name ? [child] : []), ...elementsNamed(child, name)];
  });
}

/** All text inside an element. */
export function textOf({ children }: ScannedElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/ ([a-zA-Z][a-zA-Z0-9-]*)="([^"]*)"/g)) {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = unescaped(value);
  }
  return found;
}

function unescaped(text: string): string {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error('an illegal character');
  return text.replace(/&([^;&]*;?)/g, (_, entity: string) => {
    const sign = { 'amp;': '&', 'lt;': '<', 'gt;': '>', 'quot;': '"', '#39;': "'" }[entity];
    if (sign === undefined) throw new Error(`unknown entity &${entity}`);
    return sign;
  });
}
