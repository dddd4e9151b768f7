import { type Deployment, type RollbackWebhook, releaseName } from '../../domain/deployment.ts';
import type { DeploymentTest } from '../../domain/deployment-evidence.ts';
import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import { labelled, type Paper } from '../explain-block.ts';
import type { WallTime } from '../wall-time.ts';
import { statusSign } from './status-sign.ts';

/** One deployment with everything that is known of it; ends in a line feed. */
export function deploymentBlock(deployment: Deployment, time: WallTime, { width, ...look }: RenderOptions): string {
  const paper: Paper = { style: styleOf(look), width };
  const { id, environment, commit, url, by, bakeTimeMs, createdAt, status, evidence, rollback } = deployment;
  const sign = statusSign(status, paper.style);
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['Status', sign.text],
    ['To', environment],
    ['Commit', commit],
    ['URL', url],
    ['By', by],
    ['Recorded', time.withZone(createdAt)],
    ['Watched for', formatDuration(bakeTimeMs)],
    ['Seen', evidence?.message],
    ...(evidence?.tests ?? []).map((test) => ['Test', testText(test)] as const),
    ['Rolled back', rollback && `${time.withZone(rollback.at)} by ${rollback.by}`],
    ['Reason', rollback?.reason],
    ['Webhook', rollback?.webhook && webhookText(rollback.webhook)],
  ];
  const lines = facts.flatMap(([label, text]) => labelled(label, text && toPlainLine(text), paper));
  const title = paper.style.strong(toPlainLine(`${releaseName(deployment)}, deployment ${id}`));
  return `${[title, ...lines].join('\n')}\n`;
}

/** `errors, p 0.004, effect 0.21: worse`. */
function testText({ name, p, effect, worse }: DeploymentTest): string {
  const chance = p < 0.001 ? 'p < 0.001' : `p ${p.toPrecision(2)}`;
  return `${name}, ${chance}, effect ${effect.toFixed(2)}: ${worse ? 'worse' : 'not worse'}`;
}

function webhookText({ status, attempts, text }: RollbackWebhook): string {
  if (attempts === 0) return 'to be called by the monitor';
  return `${status} after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}${text === undefined ? '' : `: ${text}`}`;
}
