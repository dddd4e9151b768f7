import type { ComponentChildren } from 'preact';

/** One column: what stands above it, and what it shows of a row. */
export interface Column<T> {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Holds a button that says by itself what it does. */
  readonly isAct?: boolean;
  /** Names the row. */
  readonly isHead?: boolean;
  readonly cell: (row: T) => ComponentChildren;
}

/** A table with a caption, in a region of its own that scrolls where it is too wide; on a narrow page each row is a card. */
export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
  isEven = false,
}: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Whether another with the same columns may stand above or below it. */
  readonly isEven?: boolean;
}) {
  return (
    <table class={isEven ? 'table even' : 'table'}>
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, isNumber, isAct }) => (
            <th key={title} scope="col" class={isNumber ? 'number' : undefined}>
              <span class={isAct ? 'hidden' : undefined}>{title}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, isNumber, isAct, isHead, cell }) =>
              isHead ? (
                <th key={title} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={title} class={isAct ? 'act' : isNumber ? 'number' : undefined}>
                  {!isAct && (
                    <span class="label" aria-hidden="true">
                      {title}
                    </span>
                  )}
                  <span class="value">{cell(row)}</span>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
