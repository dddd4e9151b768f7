import type { Deployment } from '../../domain/deployment.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import { shortIds } from '../short-ids.ts';
import type { WallTime } from '../wall-time.ts';
import { statusSign } from './status-sign.ts';

export interface DeploymentListView {
  /** Of all that a short one could be taken for. */
  readonly ids: readonly string[];
  readonly time: WallTime;
  readonly look: RenderOptions;
}

/** Deployments, one line each; ends in a line feed unless there is none. */
export function deploymentList(deployments: readonly Deployment[], { ids, time, look }: DeploymentListView): string {
  const style = styleOf(look);
  const { glyphs, quiet } = style;
  const short = shortIds(ids);
  const signs = deployments.map(({ status }) => statusSign(status, style));
  const column = (title: string, cell: (deployment: Deployment) => string, shrinksTo: number) => {
    return { title, cells: deployments.map((one) => toPlainLine(cell(one))), shrinksTo };
  };
  const grid = renderGrid(
    [
      { title: 'DEPLOYMENT', cells: deployments.map(({ id }) => short.get(id) ?? id) },
      column('SERVICE', ({ service }) => service, 10),
      column('VERSION', ({ version }) => version, 8),
      column('TO', ({ environment }) => environment, 6),
      {
        title: 'STATUS',
        cells: signs.map(({ text }) => text),
        paint: (text, row) => signs[row]?.paint(text) ?? text,
      },
      { title: 'WHEN', cells: deployments.map(({ createdAt }) => time.at(createdAt)), align: 'right' },
      column('BY', ({ by }) => by ?? '', 6),
      { ...column('WHAT WAS SEEN', seenOf, 16), paint: quiet },
    ],
    { width: look.width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

function seenOf({ rollback, evidence }: Deployment): string {
  return rollback?.reason || (evidence?.message ?? '');
}
