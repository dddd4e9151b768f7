import type { ComponentChildren } from 'preact';

/** Buttons that belong together, side by side; `label` says what they do together. */
export function ButtonRow({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset stands for fields of a form, and these are none.
    <div class="choices" role="group" aria-label={label}>
      {children}
    </div>
  );
}
