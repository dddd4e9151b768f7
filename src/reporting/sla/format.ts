import type { ReportFormat } from '../../domain/report-format.ts';
import type { SlaReport } from '../../domain/sla-report.ts';

/** What stands in the header of a report beside its figures. */
export interface SlaHeader {
  /** Epoch ms. */
  readonly generatedAt: number;
  /** Of svcmon. */
  readonly version: string;
  /** SHA-256 of the canonical JSON of the figures, in hexadecimal: the same for the same figures. */
  readonly dataHash: string;
}

/** One way to write an SLA report. */
export interface SlaFormat {
  /** As given to `--format`. */
  readonly name: ReportFormat;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** Of its files, without the dot. */
  readonly extension: string;
  /** For mail: what the file is (RFC 2046). */
  readonly mediaType: string;
  /** The whole document, ending in a line feed. Pure: json, yaml, csv and xml use nothing of the header but the hash. */
  render(report: SlaReport, header: SlaHeader): string;
}

/** Gives a format its type; the value comes back unchanged. */
export function defineSlaFormat(format: SlaFormat): SlaFormat {
  return format;
}
