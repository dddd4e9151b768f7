/** Text as it stands in HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A link to a runbook. */
export function htmlRunbook(url: string): string {
  return `<a href="${escapeHtml(url)}">runbook</a>`;
}
