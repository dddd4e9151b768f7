import type { Document, Node } from '@xmldom/xmldom';
import { FactUnavailable } from '../fact.ts';
import type { AnswerFunction } from './answer-function.ts';

/** XPath 1.0 (https://www.w3.org/TR/xpath-10/) over an XML document. */
export const xpath: AnswerFunction = {
  name: 'xpath',
  usage: 'xpath("//price/text()")',
  yields: 'dyn',
  reads: 'body',
  describes:
    'what an XPath 1.0 expression finds in a body that is XML: the list of the texts of its nodes, e.g. `xpath("//price/text()")[0] == "9.50"`, or a number, a text or a truth value, e.g. `xpath("count(//item)") >= 3`; prefixes are those of the root element, and no entity is expanded or fetched',
  async load() {
    const [{ DOMParser }, library] = await Promise.all([import('@xmldom/xmldom'), import('xpath')]);
    const documentOf = (xml: string): Document => {
      let mistake = 'it has none of its signs';
      const onError = (level: string, message: string) => {
        if (level === 'warning') return;
        mistake = message;
        throw new SyntaxError(message);
      };
      try {
        return new DOMParser({ onError }).parseFromString(xml, 'text/xml');
      } catch {
        throw new FactUnavailable(`the body is not XML: ${mistake}`);
      }
    };
    const example = documentOf('<example/>');
    return (source) => {
      try {
        library.useNamespaces(prefixesIn(source))(source, example);
      } catch (error) {
        throw new RangeError(`not an XPath 1.0 expression: ${messageOf(error)}`);
      }
      return {
        call: (body) => {
          const document = documentOf(String(body));
          return inCel(library.useNamespaces(prefixesOf(document))(source, document));
        },
      };
    };
  },
};

/** Stands for whatever the document will say of the prefixes in an expression. */
function prefixesIn(source: string): Record<string, string> {
  return Object.fromEntries([...source.matchAll(/([\w.-]+):(?!:)/g)].map(([, prefix = '']) => [prefix, 'urn:example']));
}

function prefixesOf({ documentElement }: Document): Record<string, string> {
  const attributes = [...(documentElement?.attributes ?? [])];
  return Object.fromEntries(
    attributes.flatMap(({ name, value }) => (name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [])),
  );
}

function inCel(found: readonly Node[] | string | number | boolean): unknown {
  return typeof found === 'object' ? found.map(({ nodeValue, textContent }) => nodeValue ?? textContent ?? '') : found;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be read';
}
