/** The names of the ways to write a report. */
export const reportFormats = ['html', 'md', 'csv', 'json', 'yaml', 'xml'] as const;
export type ReportFormat = (typeof reportFormats)[number];
