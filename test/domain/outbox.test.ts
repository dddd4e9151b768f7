import { describe, expect, test } from 'vitest';
import { drop, isDroppable, type Sent, settle, supersede } from '../../src/domain/outbox.ts';
import { itemOf } from '../support/alerts.ts';

const nowAt = 9_000;
const known = { dedupKey: 'unhealthy/api/1', channel: 'ops' } as const;
const delivered: Sent = { outcome: 'delivered', detail: 'answered 200' };
const rejected: Sent = { outcome: 'rejected', reason: 'answered 404' };
const ending = itemOf({ kind: 'resolved', id: '2' });

describe('an item', () => {
  test.each([
    ['firing', undefined, 'firing'],
    ['firing', ending, 'resolved_pending'],
    ['reminder', undefined, 'firing'],
    ['reminder', ending, 'resolved_pending'],
    ['resolved', undefined, 'resolved'],
  ] as const)('that was accepted: %s, with its end waiting: %o', (kind, waiting, state) => {
    const settled = settle(itemOf({ kind }), delivered, {
      nowAt,
      state: { ...known, state: 'firing_pending', stage: 3, lastToldAt: 1 },
      ...(waiting && { ending: waiting }),
    });
    expect(settled.outbox).toEqual([itemOf({ kind, attempts: 1, state: 'delivered', settledAt: nowAt })]);
    const toldAt = kind === 'resolved' ? 1 : nowAt;
    expect(settled.channels).toEqual([{ ...known, state, stage: 3, lastToldAt: toldAt }]);
    expect(settled.timeline).toEqual([
      { incidentId: 'i1', at: nowAt, kind: 'delivered', text: `${kind} to ops: answered 200` },
    ]);
  });

  test('that failed waits, with the reason, and its channel stands as before', () => {
    const settled = settle(itemOf(), { outcome: 'retry', reason: 'answered 503', delayMs: 700 }, { nowAt });
    expect(settled.outbox).toEqual([itemOf({ attempts: 1, lastError: 'answered 503', notBeforeAt: nowAt + 700 })]);
    expect([settled.channels, settled.timeline]).toEqual([[], []]);
  });

  test.each([
    ['firing', 'rejected'],
    ['reminder', 'firing'],
    ['acknowledged', 'firing'],
    ['resolved', 'rejected'],
  ] as const)('that was refused: %s', (kind, state) => {
    const settled = settle(itemOf({ kind }), rejected, { nowAt });
    expect(settled.outbox).toMatchObject([{ state: 'rejected', lastError: 'answered 404', settledAt: nowAt }]);
    expect(settled.channels).toMatchObject([{ ...known, state }]);
    const what = kind === 'acknowledged' ? 'acknowledgement' : kind;
    expect(settled.timeline).toMatchObject([{ kind: 'rejected', text: `${what} to ops: answered 404` }]);
  });

  test.each([
    [undefined, 'firing'],
    [ending, 'resolved_pending'],
  ] as const)(
    'that tells of an acknowledgement is no reminder: the next is not put off, with its end waiting: %o',
    (waiting, state) => {
      const told = { ...known, state: 'firing', lastToldAt: 1, acknowledged: true } as const;
      const settled = settle(itemOf({ kind: 'acknowledged' }), delivered, {
        nowAt,
        state: told,
        ...(waiting && { ending: waiting }),
      });
      expect(settled.channels).toEqual([{ ...told, state }]);
    },
  );

  test('that opens and was refused takes its end with it', () => {
    const settled = settle(itemOf(), rejected, { nowAt, ending });
    expect(settled.outbox.map(({ id, state }) => [id, state])).toEqual([
      [itemOf().id, 'rejected'],
      ['2', 'dropped'],
    ]);
    expect(settled.channels).toEqual([{ ...known, state: 'rejected' }]);
    expect(settled.notSent).toMatchObject([{ reason: 'never_told', channel: 'ops' }]);
  });

  test('is replaced by the end, which says that it is heard of for the first time', () => {
    const { replaced, kept } = supersede(itemOf(), ending, nowAt);
    expect(replaced).toMatchObject({ state: 'replaced', settledAt: nowAt });
    expect(kept).toEqual({ ...ending, about: { ...ending.about, firstMention: true } });
  });

  test.each(['reminder', 'acknowledged'] as const)('that is a %s is replaced by an end that was heard of', (kind) => {
    const { kept } = supersede(itemOf({ kind }), ending, nowAt);
    expect(kept).toBe(ending);
  });

  test.each([
    [itemOf(), false],
    [itemOf({ kind: 'reminder' }), false],
    [ending, false],
    [supersede(itemOf(), ending, nowAt).kept, true],
  ])('may be dropped only when it is over and nobody was told', (item, droppable) => {
    expect(isDroppable(item)).toBe(droppable);
  });

  test('that is dropped leaves a record', () => {
    const dropped = drop(ending, { nowAt, reason: 'queue_full', text: 'too many' });
    expect(dropped.outbox).toMatchObject([{ id: '2', state: 'dropped', lastError: 'too many' }]);
    expect(dropped.notSent).toEqual([
      { at: nowAt, ...known, incidentId: 'i1', reason: 'queue_full', text: 'too many' },
    ]);
    expect(dropped.timeline).toMatchObject([{ kind: 'not_sent', text: 'resolved to ops: too many' }]);
  });
});
