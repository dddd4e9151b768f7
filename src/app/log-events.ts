import type { MonitorEvent } from '../monitor/events.ts';
import { StoreUnavailable } from '../storage/store.ts';
import type { Log } from './log.ts';

/** Logs what an operator of svcmon needs to hear of: its storage, its network, and messages that do not get through. */
export function logEvent(event: MonitorEvent, log: Log): void {
  switch (event.kind) {
    case 'storage':
      if (event.state === 'available') log.info('results are stored again');
      else log.error('results cannot be stored; checks and alerts go on', { trouble: troubleOf(event.error) });
      return;
    case 'network':
      if (event.state === 'online') log.info('a canary answers again');
      else log.error('no canary answers: our own network is down');
      return;
    case 'delivery':
      logDelivery(event, log);
      return;
    default:
  }
}

function troubleOf(error: unknown): string {
  return error instanceof StoreUnavailable ? error.message : 'a defect of svcmon';
}

type DeliveryEvent = Extract<MonitorEvent, { kind: 'delivery' }>;

function logDelivery({ channel, outcome, text }: DeliveryEvent, log: Log): void {
  if (outcome === 'retry') log.warn('a message did not get through and will be sent again', { channel, text });
  if (outcome === 'rejected') log.error('a message was refused for good', { channel, text });
  if (outcome === 'dropped') log.error('messages were dropped', { channel, text });
}
