import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A part of a page under a heading of its own. */
export function Card({
  title,
  aside,
  children,
  flush = false,
}: {
  readonly title: string;
  /** Beside the heading. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  /** For a table, which brings its own spacing. */
  readonly flush?: boolean;
}) {
  const id = useId();
  return (
    <section class={flush ? 'card flush' : 'card'} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
