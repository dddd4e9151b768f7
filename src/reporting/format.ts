import type { CheckReport } from '../domain/check-report.ts';

/** How a rendered report looks where its format leaves a choice. */
export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal; Infinity when the output is not a terminal. */
  readonly width: number;
  /** False where the locale is not UTF-8: status symbols become ASCII. */
  readonly unicode: boolean;
}

/** One way to write a check report. */
export interface Format {
  /** As given to `-o`. */
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** File name extensions that choose it for `--output`, without the dot. */
  readonly extensions: readonly string[];
  /** The whole document, ending in a line feed. Pure. */
  render(report: CheckReport, options: RenderOptions): string;
}

/** Gives a format its type; the value comes back unchanged. */
export function defineFormat(format: Format): Format {
  return format;
}
