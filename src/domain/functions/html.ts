import { type AnswerFunction, elementsType } from './answer-function.ts';
import { HtmlElements } from './html-elements.ts';

/** CSS selectors (https://www.w3.org/TR/selectors-4/) over a page. */
export const html: AnswerFunction = {
  name: 'html',
  usage: 'html("h1")',
  yields: elementsType,
  reads: 'body',
  describes:
    'the elements of the page that a CSS selector matches: `html("h1").text == "Shop"`, `html("a.buy").size() > 0`, `html("a.buy").attr("href")`, `.html`, `.attributes`, each of the first; `.list` is all of them, each with `text`, `html`, `attributes`',
  async load() {
    const { parse } = await import('node-html-parser');
    const empty = parse('');
    return (selector) => {
      try {
        empty.querySelectorAll(selector);
      } catch (error) {
        throw new RangeError(`not a CSS selector: ${error instanceof Error ? error.message : selector}`);
      }
      return { call: (body) => new HtmlElements(selector, parse(String(body)).querySelectorAll(selector)) };
    };
  },
};
