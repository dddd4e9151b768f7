import { FactUnavailable } from '../fact.ts';

/** What is known of an element: its text and markup are made when they are asked for. */
export interface HtmlElement {
  readonly text: string;
  readonly innerHTML: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements that a selector matches, as assertions see them: its properties are those of the first. */
export class HtmlElements {
  readonly #selector: string;
  readonly #elements: readonly HtmlElement[];

  constructor(selector: string, elements: readonly HtmlElement[]) {
    this.#selector = selector;
    this.#elements = elements;
  }

  /** Without markup, its white space as a browser shows it. */
  get text(): string {
    return textOf(this.#first());
  }

  /** What is inside it, as it was sent. */
  get html(): string {
    return this.#first().innerHTML;
  }

  get attributes(): Readonly<Record<string, string>> {
    return this.#first().attributes;
  }

  /** All of them, each with `text`, `html`, `attributes`. */
  get list(): readonly object[] {
    return this.#elements.map((element) => ({
      text: textOf(element),
      html: element.innerHTML,
      attributes: element.attributes,
    }));
  }

  get size(): number {
    return this.#elements.length;
  }

  /** The value of an attribute of the first. */
  attr(name: string): string {
    const { attributes } = this.#first();
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined) throw new FactUnavailable(`the first ${this.#selector} has no ${name}`);
    return value;
  }

  toJSON(): unknown {
    return this.#elements.slice(0, 10).map(textOf);
  }

  #first(): HtmlElement {
    const [first] = this.#elements;
    if (first === undefined) throw new FactUnavailable(`no element matches ${this.#selector}`);
    return first;
  }
}

function textOf({ text }: HtmlElement): string {
  return text.replace(/\s+/g, ' ').trim();
}
