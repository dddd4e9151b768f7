import { describe, expect, test } from 'vitest';
import type { ChannelAlertState } from '../../src/domain/alert.ts';
import { type AcknowledgedParts, owedOnceAcknowledged } from '../../src/domain/alert-acknowledgement.ts';
import { alertOf } from '../support/alerts.ts';

const nowAt = 100_000;
const owedAt = 50_000;

function state(channel: string, changes: Partial<ChannelAlertState> = {}): ChannelAlertState {
  return { dedupKey: 'unhealthy/api/1', channel, state: 'firing', lastToldAt: 60_000, owedAt, ...changes };
}

function owed(channels: readonly ChannelAlertState[], changes: Partial<AcknowledgedParts> = {}) {
  return owedOnceAcknowledged(alertOf(), {
    channels,
    acknowledged: { by: 'kim', at: 90_000 },
    acknowledging: new Set(['pager', 'genie']),
    nowAt,
    makeId: () => 'm1',
    ...changes,
  });
}

describe('an acknowledgement', () => {
  test('is owed to the channels that have a state for it, in the name of who gave it, at once', () => {
    const { outbox, channels, timeline } = owed([state('ops'), state('pager')]);
    expect(outbox).toEqual([
      {
        id: 'm1',
        channel: 'pager',
        kind: 'acknowledged',
        dedupKey: 'unhealthy/api/1',
        incidentId: 'i1',
        about: { ...alertOf().about, acknowledgedBy: 'kim' },
        createdAt: nowAt,
        notBeforeAt: nowAt,
        attempts: 0,
        state: 'pending',
      },
    ]);
    expect(channels).toEqual([state('pager', { acknowledged: true })]);
    expect(timeline).toEqual([]);
  });

  test('is owed once', () => {
    const { channels } = owed([state('pager')]);
    expect(owed(channels).outbox).toEqual([]);
  });

  test('takes the place of a reminder that waits', () => {
    const { outbox, channels } = owed([state('pager', { state: 'reminder_pending' })]);
    expect(outbox).toHaveLength(1);
    expect(channels).toEqual([state('pager', { acknowledged: true })]);
  });

  test.each(['firing_pending', 'resolved_pending', 'resolved', 'rejected'] as const)(
    'is not owed to a channel at %s',
    (known) => {
      expect(owed([state('pager', { state: known })]).outbox).toEqual([]);
    },
  );

  test.each([
    ['as it was given', 90_000, 1],
    ['after that', 90_001, 0],
  ])('covers what the channel was owed %s: %i', (_name, since, messages) => {
    expect(owed([state('pager', { owedAt: since })]).outbox).toHaveLength(messages);
  });

  test('covers nothing of which it is not known since when it is owed', () => {
    const { owedAt: _, ...unknown } = state('pager');
    expect(owed([unknown]).outbox).toEqual([]);
  });
});
