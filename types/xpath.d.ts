// What is used of the package, whose own types bring in those of a browser for the whole project.
import type { Document, Node } from '@xmldom/xmldom';

/** Evaluates XPath 1.0 expressions whose prefixes stand for the given namespaces; throws for one that is none. */
export function useNamespaces(
  namespaces: Readonly<Record<string, string>>,
): (expression: string, document: Document) => readonly Node[] | string | number | boolean;
