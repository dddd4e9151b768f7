import type { Health } from '../../domain/health.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { Service } from '../../domain/service.ts';
import { isWorse } from '../../domain/status.ts';
import type { WallTime } from '../wall-time.ts';

/** Why nothing is told of a service without an open alert, as a sentence. `service` is absent where it is not configured. */
export function quietSentence(
  name: string,
  { service, health }: { readonly service: Service | undefined; readonly health: Health | undefined },
  time: WallTime,
): string {
  const who = toPlainLine(name);
  if (service === undefined) return `${who} is not configured any more: nothing is told of it`;
  if (health === undefined) return `${who} was not checked yet: there is nothing to tell`;
  const { status, against, sinceAt } = health;
  const latest = against.at(-1);
  if (latest !== undefined && isWorse(latest, status === 'unknown' ? 'healthy' : status)) {
    return `${who} fails since ${time.at(health.againstSinceAt ?? sinceAt)}, but only ${against.length} of the ${service.failureCountAlert} times in a row that confirm it (failure_count_alert): nothing is told yet`;
  }
  if (status === 'unknown') return `it is not known how ${who} is: there is nothing to tell`;
  return `${who} is ${status} since ${time.at(sinceAt)}: no alert is open`;
}
