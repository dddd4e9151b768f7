import { worstFirst } from '../domain/check-report.ts';
import { defineFormat } from './format.ts';
import { detailColumns, verdictColumns, whatColumn } from './service-columns.ts';
import { renderServiceTable } from './service-table.ts';
import { styleOf } from './style.ts';

/** The table with titles and every short fact of a service; columns that do not fit the terminal are left out from the right. */
export const wide = defineFormat({
  name: 'wide',
  summary: 'the table with target, attempts, certificate days, HTTP version, address and phases',
  extensions: [],
  render(report, { width, ...look }) {
    const style = styleOf(look);
    const results = worstFirst(report.results);
    return renderServiceTable(report, {
      columns: [...verdictColumns(results, style), whatColumn(results, style), ...detailColumns(results, style)],
      style,
      width,
      paintTitle: style.quiet,
    });
  },
});
