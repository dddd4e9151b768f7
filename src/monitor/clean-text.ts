import { toPlainLine, toPlainText, truncate } from '../domain/plain-text.ts';
import type { Redact } from '../domain/redaction.ts';

/** Makes texts from outside fit to be shown: without secrets, and without anything but plain text. */
export interface CleanText {
  /** On one line, at most 1,000 code points. */
  line(text: string): string;
  /** With its line feeds, uncut. */
  text(text: string): string;
}

const maxLinePoints = 1_000;
const plainAlready = /^[!-~]+(?: [!-~]+)*$/;

/** Builds the CleanText of one configuration. */
export function createCleanText(redact: Redact): CleanText {
  // Once more after the change to plain text: a target could hide a secret from the first pass with invisible characters.
  const clean = (text: string, toPlain: (text: string) => string) => redact(toPlain(redact(text)));
  return {
    line: (text) => truncate(plainAlready.test(text) ? redact(text) : clean(text, toPlainLine), maxLinePoints),
    text: (text) => clean(text, toPlainText),
  };
}
