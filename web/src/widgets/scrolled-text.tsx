/** Text as it is, line by line; it scrolls in itself where it is too long or too wide. */
export function ScrolledText({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre tabIndex={0} dir="ltr">
      {text}
    </pre>
  );
}
