import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

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

/** What can be unfolded below a row, as wide as all columns. */
export interface Detail<T> {
  /** What the button for it is called. */
  readonly labelOf: (row: T) => string;
  readonly of: (row: T) => ComponentChildren;
}

/** A table with a caption, in a region of its own that scrolls where it is too wide; on a narrow page each row is a card. */
export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
  detail,
  isEven = false,
}: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly detail?: Detail<T>;
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
          <Row key={keyOf(row)} row={row} columns={columns} detail={detail} />
        ))}
      </tbody>
    </table>
  );
}

function Row<T>({
  row,
  columns,
  detail,
}: {
  readonly row: T;
  readonly columns: readonly Column<T>[];
  readonly detail: Detail<T> | undefined;
}) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const unfold = detail !== undefined && (
    <button
      type="button"
      class="unfold"
      aria-expanded={isOpen}
      aria-controls={id}
      aria-label={detail.labelOf(row)}
      onClick={() => setOpen(!isOpen)}
    />
  );
  return (
    <>
      <tr>
        {columns.map((column) => (
          <Cell key={column.title} column={column} row={row} before={column.isHead && unfold} />
        ))}
      </tr>
      {detail !== undefined && isOpen && (
        <tr class="detail" id={id}>
          <td colSpan={columns.length}>{detail.of(row)}</td>
        </tr>
      )}
    </>
  );
}

function Cell<T>({
  column: { title, isNumber, isAct, isHead, cell },
  row,
  before,
}: {
  readonly column: Column<T>;
  readonly row: T;
  /** What stands in front of the name of the row. */
  readonly before: ComponentChildren;
}) {
  if (isHead) {
    return (
      <th scope="row">
        {before}
        {cell(row)}
      </th>
    );
  }
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
