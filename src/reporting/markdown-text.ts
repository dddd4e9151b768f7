/** A text that adds no cells, HTML, images or links. Entities where tables and HTML are parsed before backslashes, and where GitHub would make a link of a bare address. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]~#!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replaceAll('://', '&#58;//')
    .replace(/(www)\./gi, '$1&#46;');
}
