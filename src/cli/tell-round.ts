import { existsSync } from 'node:fs';
import type { App } from '../app/app.ts';
import type { RoundEvent } from '../app/record-round.ts';
import type { Config } from '../config/config.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { pathOfStoreUrl } from '../storage/store-url.ts';
import type { CommandContext } from './command.ts';
import { tellAlerts } from './tell-alerts.ts';

export interface RoundContext extends Pick<CommandContext, 'output' | 'quiet' | 'signal'> {
  readonly app: App;
  readonly config: Config;
}

/**
 * Tells the channels of a round of checks. Where history is kept, the round is recorded and counts towards the thresholds
 * together with earlier ones; else, and where another process keeps it, everything that failed is told at once.
 */
export async function tellRound(report: CheckReport, context: RoundContext): Promise<void> {
  const { app, config, signal } = context;
  if (keepsHistory(config) && (await recorded(report, context))) return;
  tellAlerts(await app.alert(report, config.alerts.channels, signal), config, context);
}

/** Asked for by the configuration, or begun by a monitor. */
function keepsHistory({ storage }: Config): boolean {
  return storage.configured || existsSync(pathOfStoreUrl(storage.url));
}

/** Whether it could be recorded; why not is said. */
async function recorded(report: CheckReport, { config, output, quiet, signal }: RoundContext): Promise<boolean> {
  const [{ createEffects }, { recordRound }, { openStore }, { StoreRefused }, { StoreUnavailable }] = await Promise.all(
    [
      import('../app/effects.ts'),
      import('../app/record-round.ts'),
      import('../storage/open.ts'),
      import('../storage/store-refused.ts'),
      import('../storage/store.ts'),
    ],
  );
  const effects = createEffects();
  const { url, retention } = config.storage;
  try {
    const { store, notices } = await openStore({ url, mode: 'write', retention, ...effects });
    for (const { text } of notices) output.note(`warning: ${text}`);
    const events = await recordRound(report, { config, store, effects, signal });
    for (const event of events) if (!quiet || isTrouble(event)) output.note(sentenceOf(event));
    return true;
  } catch (error) {
    if (!(error instanceof StoreRefused || error instanceof StoreUnavailable)) throw error;
    output.note(`warning: ${error.message}; this run counts for itself`);
    return false;
  }
}

function isTrouble(event: RoundEvent): boolean {
  return event.kind === 'storage' || (event.kind === 'delivery' && event.outcome !== 'delivered');
}

function sentenceOf(event: RoundEvent): string {
  if (event.kind === 'not_sent') return `alert held back: ${event.notSent.text}`;
  if (event.kind === 'storage') return 'warning: the results of this run could not be stored';
  const { outcome, channel, text } = event;
  if (outcome === 'delivered') return `alert to ${channel}: ${text}`;
  const more = outcome === 'retry' ? ' (sent again by the next run)' : '';
  return `warning: the alert did not reach ${channel}: ${text}${more}`;
}
