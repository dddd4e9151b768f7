import type { ReportMonthsResource } from '../resources/report.ts';

/** SLA reports. Rejects with StoreUnavailable. */
export interface ReportDesk {
  months(): Promise<ReportMonthsResource>;
  /** The report as text in that format; undefined where it is no period, or has not begun. */
  sla(asked: AskedReport): Promise<WrittenReport | undefined>;
}

export interface AskedReport {
  /** `2026-11`, or the last one that is over; or from an instant to another, epoch ms. */
  readonly period: { readonly month?: string } | { readonly fromAt: number; readonly toAt: number };
  readonly format: ReportTextFormat;
}

export const reportTextFormats = ['json', 'html', 'csv', 'md'] as const;
export type ReportTextFormat = (typeof reportTextFormats)[number];

export interface WrittenReport {
  readonly text: string;
  readonly mediaType: string;
  /** Of a file. */
  readonly fileName: string;
}
