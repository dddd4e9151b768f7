// ECMA-48 control sequences, C0/C1 controls, and the Unicode format characters that reorder or hide text (UTS #55).
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from outside made safe to show to people: no escape sequences, controls, or characters that hide or reorder; tabs and line feeds stay. */
export function toPlainText(text: string): string {
  return text.replace(escapeSequences, '').replace(/\r\n?/g, '\n').replace(controls, '').replace(invisible, '');
}

/** The same on one line: every run of white space becomes one blank. */
export function toPlainLine(text: string): string {
  // What almost every text is: nothing would be replaced.
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text;
  return toPlainText(text).replace(/\s+/g, ' ').trim();
}

/** At most `max` code points, the last one an ellipsis where something was cut. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text.slice(0, 2 * max + 2)];
  return points.length <= max && points.join('').length === text.length
    ? text
    : `${points.slice(0, max - 1).join('')}…`;
}
