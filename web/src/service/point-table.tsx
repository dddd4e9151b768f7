import type { Series } from '../api/types.ts';
import { formatMs } from '../format.ts';
import { Moment } from '../widgets/time.tsx';
import { figures, hasFigure } from './percentiles.ts';

/** The newest points of a chart as a table, with the figures that any of them has. */
export function PointTable({ series }: { readonly series: Series }) {
  const shown = figures.filter(({ key }) => hasFigure(series.points, key));
  return (
    <table class="table plain">
      <thead>
        <tr>
          <th scope="col">From</th>
          {['Answers', ...shown.map(({ title }) => title), 'Timeouts'].map((title) => (
            <th key={title} scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.points.slice(-200).map((point) => (
          <tr key={point.at}>
            <td>
              <Moment at={point.at} />
            </td>
            <td class="number">{point.count}</td>
            {shown.map(({ key }) => (
              <td key={key} class="number">
                {formatMs(point[key])}
              </td>
            ))}
            <td class="number">{point.timeouts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
