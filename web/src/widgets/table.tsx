import { type ComponentChildren, Fragment } from 'preact';

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
  detailOf,
  isEven = false,
}: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** What stands below a row, as wide as all columns. */
  readonly detailOf?: (row: T) => ComponentChildren;
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
          <Fragment key={keyOf(row)}>
            <tr>
              {columns.map((column) => (
                <Cell key={column.title} column={column} row={row} />
              ))}
            </tr>
            {detailOf !== undefined && (
              <tr class="detail">
                <td colSpan={columns.length}>{detailOf(row)}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Cell<T>({
  column: { title, isNumber, isAct, isHead, cell },
  row,
}: {
  readonly column: Column<T>;
  readonly row: T;
}) {
  if (isHead) return <th scope="row">{cell(row)}</th>;
  return (
    <td class={isAct ? 'act' : isNumber ? 'number' : undefined}>
      {!isAct && (
        <span class="label" aria-hidden="true">
          {title}
        </span>
      )}
      <span class="value">{cell(row)}</span>
    </td>
  );
}
