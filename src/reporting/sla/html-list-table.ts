import { type Markup, markup, noMarkup } from '../markup.ts';

/** A list of what happened. */
interface ListParts {
  readonly title: string;
  /** Of whom, where several lists have the same title. */
  readonly subject: string;
  /** Said before the list. */
  readonly intro?: Markup;
  readonly columns: readonly string[];
  /** Cells of rows; the first names its row. */
  readonly rows: readonly (readonly Markup[])[];
  /** Said of what is left out. */
  readonly rest?: string | undefined;
}

/** A heading with a table that scrolls by itself where it is too wide. */
export function listTable({ title, subject, intro, columns, rows, rest }: ListParts): Markup {
  return markup`<h4>${title}</h4>
${intro === undefined ? noMarkup : markup`<p>${intro}</p>`}<div class="scroll" role="group" aria-label="${title} of ${subject}" tabindex="0"><table class="list">
<caption class="hidden">${title} of ${subject}</caption>
<thead><tr>${columns.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(rowMarkup)}</tbody>
</table></div>
${rest === undefined ? noMarkup : markup`<p class="quiet">${rest}</p>\n`}`;
}

function rowMarkup([first = noMarkup, ...others]: readonly Markup[]): Markup {
  return markup`\n<tr><th scope="row">${first}</th>${others.map((cell) => markup`<td>${cell}</td>`)}</tr>`;
}
