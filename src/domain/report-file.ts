/** A file of a report. */
export interface ReportFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** RFC 2046, such as `text/html`. */
  readonly mediaType: string;
}
