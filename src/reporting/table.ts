import { worstFirst } from '../domain/check-report.ts';
import { defineFormat } from './format.ts';
import { verdictColumns, whatColumn } from './service-columns.ts';
import { renderServiceTable } from './service-table.ts';
import { styleOf } from './style.ts';

/** One line per service, worst first: symbol, name, status code, response time and what was found. Fits the terminal. */
export const table = defineFormat({
  name: 'table',
  summary: 'one line per service, worst first, for people',
  extensions: ['txt'],
  render(report, { width, ...look }) {
    const style = styleOf(look);
    const results = worstFirst(report.results);
    return renderServiceTable(report, {
      columns: [...verdictColumns(results, style), whatColumn(results, style)],
      style,
      width,
    });
  },
});
