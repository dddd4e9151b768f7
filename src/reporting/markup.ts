/** Text that is markup already and is not escaped again; only `markup` makes it. */
export interface Markup {
  readonly markup: string;
}

// XML 1.0 §2.2: everything outside of Char is illegal even when escaped; the u flag makes lone surrogates match too.
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template tag for XML and HTML: every text put in is escaped, every Markup is put in as it is, lists are joined. */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  const inserted = values.map((value) => [value].flat().map(toMarkup).join(''));
  return { markup: parts.map((part, index) => part + (inserted[index] ?? '')).join('') };
}

/** Nothing, for what is left out. */
export const noMarkup: Markup = { markup: '' };

function toMarkup(value: string | number | Markup): string {
  return typeof value === 'object' ? value.markup : escapeMarkup(String(value));
}

/** Fit for element content and for quoted attributes; what XML forbids is left out. */
function escapeMarkup(text: string): string {
  return text.replace(illegal, '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
