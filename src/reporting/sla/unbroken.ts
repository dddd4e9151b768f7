// Between a number and what it counts, or what it is: `13.65 %`, `7 h 5 min`, `p95 1.9 s`, `(n = 84`.
const insideQuantity =
  / (?=(?:%|ms|s|min|h|d)(?![\p{L}\p{N}]))|(?<=\d (?:h|d)) (?=\d)|(?<=\bp\d\d) (?=\d|n\/a)|(?<=\(n(?: =)?) /gu;

/** The same text, whose quantities no line breaks. */
export function unbroken(text: string): string {
  return text.replace(insideQuantity, '\u00a0');
}
