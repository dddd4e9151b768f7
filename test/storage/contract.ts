import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { percentileOf, readSketch } from '../../src/domain/percentile-sketch.ts';
import type { IncidentFilter, Store } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { checkResult, degradedResult, observation, unhealthyResult, unknownResult } from '../support/check-result.ts';
import { commitOf, lifelikeResult, serviceName } from '../support/many-results.ts';
import { keepsAccess } from './contract-access.ts';
import { keepsDeployments } from './contract-deployments.ts';
import { keepsFigures, takesInThePast } from './contract-history.ts';
import {
  alert,
  channelState,
  health,
  incident,
  maintenanceWindow,
  noon,
  notSent,
  outboxItem,
  silence,
} from './records.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What every store promises. `open` makes an empty one; what it returns is closed by the suite. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}, like every store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    keepsStates(() => store);
    keepsMessages(() => store);
    keepsIncidents(() => store);
    keepsResults(() => store);
    keepsRollups(() => store);
    keepsCalendar(() => store);
    announcesAndPauses(() => store);
    keepsFigures(() => store);
    takesInThePast(() => store);
    keepsCalls(() => store);
    keepsDeployments(() => store);
    keepsAccess(() => store);

    test('may be closed twice', async () => {
      await store.close();
      await store.close();
    });
  });
}

function keepsStates(store: () => Store): void {
  test('knows nothing at first', async () => {
    expect(await store().loadStates()).toEqual(new Map());
    expect(await store().pendingOutbox()).toEqual([]);
    expect(await store().incidents({ limit: 10 })).toEqual([]);
    expect(await store().incident('i-1')).toBeUndefined();
    expect(await store().results({ limit: 10 })).toEqual([]);
    expect(await store().failures('api', 10)).toEqual([]);
    expect(await store().rollups({ period: 'day', fromAt: 0, toAt: noon })).toEqual([]);
    expect(await store().silences(noon)).toEqual([]);
    expect(await store().pausedServices()).toEqual([]);
  });

  test('gives back the state of a service as it was committed last', async () => {
    const failing = health({ status: 'unhealthy', against: ['healthy'], againstSinceAt: noon, recent: 'HUUUH' });
    await store().commit(commitOf({ health: [{ service: 'api', health: health() }] }));
    await store().commit(
      commitOf({
        health: [{ service: 'api', health: failing }],
        incidents: [incident()],
        alerts: [alert()],
        channels: [channelState(), channelState({ channel: 'mail', state: 'firing', lastToldAt: noon })],
      }),
    );
    expect(await store().loadStates()).toEqual(
      new Map([
        [
          'api',
          {
            health: failing,
            incident: incident(),
            alerts: [alert()],
            channels: [channelState({ channel: 'mail', state: 'firing', lastToldAt: noon }), channelState()],
            paused: false,
          },
        ],
      ]),
    );
  });

  test('takes the last of several healths of one service in one commit', async () => {
    const all = [health({ recent: 'H' }), health({ recent: 'HU' }), health({ recent: 'HUD' })];
    await store().commit(commitOf({ health: all.map((each) => ({ service: 'api', health: each })) }));
    expect((await store().loadStates()).get('api')?.health?.recent).toBe('HUD');
  });

  test('leaves a closed incident and a resolved alert out of the state', async () => {
    const closed = incident({ recoveredAt: noon + hour, closedAt: noon + hour, closedAs: 'recovered' });
    await store().commit(commitOf({ health: [{ service: 'api', health: health() }], incidents: [incident()] }));
    await store().commit(commitOf({ incidents: [closed], alerts: [alert({ resolvedAt: noon + hour })] }));
    expect((await store().loadStates()).get('api')).toEqual({
      health: health(),
      alerts: [],
      channels: [],
      paused: false,
    });
  });

  test.each(['firing_pending', 'firing', 'reminder_pending', 'resolved_pending'] as const)(
    'keeps a resolved alert in the state while a channel is %s',
    async (state) => {
      const resolved = alert({ resolvedAt: noon + hour });
      const told = channelState({ channel: 'mail', state: 'resolved' });
      const parts = { alerts: [resolved], channels: [channelState({ state }), told] };
      await store().commit(commitOf({ ...parts, health: [{ service: 'api', health: health() }] }));
      const kept = (await store().loadStates()).get('api');
      expect(kept?.alerts).toEqual([resolved]);
      expect(kept?.channels).toEqual([told, channelState({ state })]);
      await store().commit(commitOf({ channels: [channelState({ state: 'resolved' })] }));
      expect((await store().loadStates()).get('api')?.alerts).toEqual([]);
    },
  );

  test('keeps alerts of no service under the empty name', async () => {
    const { service: _, incidentId: __, ...own } = alert({ dedupKey: 'monitor_offline/1', rule: 'monitor_offline' });
    await store().commit(commitOf({ alerts: [own] }));
    expect(await store().loadStates()).toEqual(new Map([['', { alerts: [own], channels: [], paused: false }]]));
  });

  test('pauses and resumes a service, seen before or not', async () => {
    await store().commit(commitOf({ health: [{ service: 'web', health: health() }] }));
    await store().setPaused('web', true, noon);
    await store().setPaused('api', true, noon);
    expect(await store().pausedServices()).toEqual(['api', 'web']);
    expect((await store().loadStates()).get('web')).toMatchObject({ health: health(), paused: true });
    await store().setPaused('web', false, noon);
    expect(await store().pausedServices()).toEqual(['api']);
    expect((await store().loadStates()).get('web')?.paused).toBe(false);
  });
}

function keepsMessages(store: () => Store): void {
  test('gives pending messages by their id, and all messages newest first', async () => {
    const items = ['o-3', 'o-1', 'o-2'].map((id, index) => outboxItem({ id, createdAt: noon + index }));
    await store().commit(commitOf({ outbox: items }));
    expect((await store().pendingOutbox()).map(({ id }) => id)).toEqual(['o-1', 'o-2', 'o-3']);
    expect((await store().outboxHistory({ limit: 2 })).map(({ id }) => id)).toEqual(['o-2', 'o-1']);
  });

  test('lets go of a message once it is settled, and keeps it in the history', async () => {
    const delivered = outboxItem({ state: 'delivered', attempts: 1, settledAt: noon + 5 });
    await store().commit(commitOf({ outbox: [outboxItem(), outboxItem({ id: 'o-2', channel: 'mail' })] }));
    await store().commit(commitOf({ outbox: [delivered] }));
    expect((await store().pendingOutbox()).map(({ id }) => id)).toEqual(['o-2']);
    expect(await store().outboxHistory({ channel: 'ops', limit: 10 })).toEqual([delivered]);
  });

  test('keeps a message that has to wait pending, as it is now', async () => {
    const later = outboxItem({ attempts: 3, notBeforeAt: noon + hour, lastError: '429 Too Many Requests' });
    await store().commit(commitOf({ outbox: [outboxItem()] }));
    await store().commit(commitOf({ outbox: [later] }));
    expect(await store().pendingOutbox()).toEqual([later]);
  });

  test('says why something was not sent, newest first, by service and incident', async () => {
    const { service: _, incidentId: __, ...own } = notSent({ dedupKey: 'storage/1', at: noon + 2, channel: 'ops' });
    const later = notSent({ at: noon + 1, reason: 'maintenance' });
    await store().commit(commitOf({ notSent: [notSent(), later, own] }));
    expect(await store().notSent({ limit: 10 })).toEqual([own, later, notSent()]);
    expect(await store().notSent({ service: 'api', limit: 1 })).toEqual([later]);
    expect(await store().notSent({ incidentId: 'i-1', limit: 10 })).toEqual([later, notSent()]);
    expect(await store().notSent({ service: 'web', limit: 10 })).toEqual([]);
  });
}

function keepsIncidents(store: () => Store): void {
  test('lists incidents newest first, by service and by whether they are open', async () => {
    const closed = incident({ id: 'i-0', startedAt: noon - day, closedAt: noon - hour, closedAs: 'recovered' });
    const other = incident({ id: 'i-2', service: 'web', startedAt: noon + hour });
    await store().commit(commitOf({ incidents: [incident(), closed, other] }));
    expect(await store().incidents({ limit: 10 })).toEqual([other, incident(), closed]);
    expect(await store().incidents({ limit: 1 })).toEqual([other]);
    expect(await store().incidents({ service: 'api', limit: 10 })).toEqual([incident(), closed]);
    expect(await store().incidents({ open: true, limit: 10 })).toEqual([other, incident()]);
    expect(await store().incidents({ open: false, service: 'api', limit: 10 })).toEqual([closed]);
  });

  test('gives a part of the incidents, and counts all that are asked for', async () => {
    const closed = incident({ id: 'i-0', startedAt: noon - day, closedAt: noon - hour, closedAs: 'recovered' });
    const sameTime = incident({ id: 'i-3' });
    const other = incident({ id: 'i-2', service: 'web', startedAt: noon + hour });
    await store().commit(commitOf({ incidents: [incident(), closed, sameTime, other] }));
    const whole = [other, sameTime, incident(), closed];
    expect(await store().incidents({ limit: 2, offset: 1 })).toEqual(whole.slice(1, 3));
    expect(await store().incidents({ limit: 10, behind: sameTime })).toEqual(whole.slice(2));
    expect(await store().incidents({ limit: 1, behind: incident() })).toEqual([closed]);
    expect(await store().countIncidents({})).toBe(4);
    const ids = async (filter: IncidentFilter) => {
      const found = await store().incidents({ ...filter, limit: 10 });
      expect(await store().countIncidents(filter)).toBe(found.length);
      return found.map(({ id }) => id);
    };
    expect(await ids({ service: 'web' })).toEqual(['i-2']);
    expect(await ids({ open: false })).toEqual(['i-0']);
    expect(await ids({ fromAt: noon - hour, toAt: noon + hour })).toEqual(['i-3', 'i-1']);
    expect(await ids({ fromAt: noon - hour - 1, toAt: noon })).toEqual(['i-0']);
    expect(await ids({ fromAt: noon + 2 * hour })).toEqual(['i-2', 'i-3', 'i-1']);
    expect(await ids({ toAt: noon, open: true })).toEqual([]);
  });

  test('tells the story of an incident, oldest first', async () => {
    const entry = (at: number, text: string) => ({ incidentId: 'i-1', at, kind: 'firing' as const, text });
    const timeline = [entry(noon + 2, 'third'), entry(noon, 'first'), entry(noon + 1, 'second')];
    await store().commit(commitOf({ incidents: [incident()], timeline }));
    const found = await store().incident('i-1');
    expect(found?.incident).toEqual(incident());
    expect(found?.timeline).toEqual([entry(noon, 'first'), entry(noon + 1, 'second'), entry(noon + 2, 'third')]);
  });

  test('tells nothing twice when a commit is made once more', async () => {
    const entry = { incidentId: 'i-1', at: noon, kind: 'confirmed' as const, text: 'confirmed' };
    const all = commitOf({
      results: [checkResult()],
      health: [{ service: 'web', health: health() }],
      incidents: [incident()],
      timeline: [entry],
      alerts: [alert()],
      channels: [channelState()],
      outbox: [outboxItem()],
      notSent: [notSent()],
    });
    await store().commit(all);
    await store().commit(all);
    expect((await store().incident('i-1'))?.timeline).toEqual([entry]);
    expect(await store().pendingOutbox()).toEqual([outboxItem()]);
    expect(await store().notSent({ limit: 10 })).toEqual([notSent()]);
    expect(await store().results({ limit: 10 })).toEqual([toStoredResult(checkResult())]);
  });

  test('lets an incident be acknowledged, which no later commit takes back', async () => {
    const worse = incident({ message: 'worse than before' });
    await store().commit(commitOf({ incidents: [incident({ status: 'degraded' })] }));
    expect(await store().acknowledge('i-1', 'kim', noon + hour)).toBe('done');
    expect(await store().acknowledge('i-1', 'alex', noon + 2 * hour)).toBe('done');
    await store().commit(commitOf({ incidents: [worse] }));
    const found = await store().incident('i-1');
    expect(found?.incident).toEqual({ ...worse, acknowledged: { by: 'kim', at: noon + hour } });
    expect(found?.timeline).toEqual([
      { incidentId: 'i-1', at: noon + hour, kind: 'acknowledged', text: 'acknowledged by kim', by: 'kim' },
    ]);
  });

  test('does not acknowledge what is closed or not there', async () => {
    await store().commit(commitOf({ incidents: [incident({ closedAt: noon, closedAs: 'removed' })] }));
    expect(await store().acknowledge('i-1', 'kim', noon)).toBe('closed');
    expect(await store().acknowledge('i-9', 'kim', noon)).toBe('not_found');
    expect((await store().incident('i-1'))?.timeline).toEqual([]);
  });

  test('adds notes to an incident, also to a closed one', async () => {
    await store().commit(commitOf({ incidents: [incident({ closedAt: noon, closedAs: 'recovered' })] }));
    expect(await store().addNote('i-1', { text: 'it was DNS', by: 'kim', at: noon + day })).toBe('done');
    expect(await store().addNote('i-9', { text: 'it was DNS', by: 'kim', at: noon + day })).toBe('not_found');
    expect((await store().incident('i-1'))?.timeline).toEqual([
      { incidentId: 'i-1', at: noon + day, kind: 'note', text: 'it was DNS', by: 'kim' },
    ]);
  });
}

function keepsResults(store: () => Store): void {
  test('keeps the history of every service by its name, whatever becomes of it', async () => {
    const results = [checkResult(), unhealthyResult, unknownResult];
    await store().commit(commitOf({ results }));
    for (const result of results) {
      expect(await store().results({ service: result.service, limit: 10 })).toEqual([toStoredResult(result)]);
    }
    expect(await store().results({ service: 'never seen', limit: 10 })).toEqual([]);
    expect([...(await store().loadStates()).keys()].sort()).toEqual(['api', 'eu-cache', 'web']);
  });

  test('stores a result of the same service and start once', async () => {
    const later = checkResult({ durationMs: 99 });
    await store().commit(commitOf({ results: [checkResult(), later] }));
    await store().commit(commitOf({ results: [later] }));
    expect(await store().results({ limit: 10 })).toEqual([toStoredResult(checkResult())]);
  });

  test('gives results of a span of time, newest or oldest first, up to the limit', async () => {
    const all = Array.from({ length: 100 }, (_, index) => lifelikeResult(index % 2, noon + index * minute));
    await store().commit(commitOf({ results: all }));
    await store().commit(commitOf({ results: [lifelikeResult(0, noon - day)] }));
    const starts = async (query: Parameters<Store['results']>[0]) =>
      (await store().results(query)).map(({ startedAt }) => (startedAt - noon) / minute);
    expect(await starts({ limit: 3 })).toEqual([99, 98, 97]);
    expect(await starts({ limit: 3, order: 'oldest' })).toEqual([-1440, 0, 1]);
    expect(await starts({ service: serviceName(0), limit: 3 })).toEqual([98, 96, 94]);
    expect(await starts({ fromAt: noon + 10 * minute, toAt: noon + 13 * minute, limit: 9 })).toEqual([12, 11, 10]);
    expect(await starts({ service: serviceName(1), fromAt: noon, limit: 2, order: 'oldest' })).toEqual([1, 3]);
    expect(await starts({ limit: 0 })).toEqual([]);
    expect(await starts({ fromAt: noon + day, limit: 9 })).toEqual([]);
  });

  test('keeps failures in full with their evidence, without what is not redacted', async () => {
    const raw = observation({ body: 'a secret', headers: { 'set-cookie': 'session=secret' } });
    const { body: _, headers: __, ...facts } = raw;
    const failure = { ...unhealthyResult, observation: raw };
    await store().commit(commitOf({ results: [failure, checkResult({ service: 'api', startedAt: noon })] }));
    expect(await store().failures('api', 10)).toEqual([{ ...unhealthyResult, observation: facts }]);
    expect((await store().samples('api', 10)).map(({ startedAt }) => startedAt)).toEqual([noon]);
  });

  test('keeps the last ten failures at least, newest first', async () => {
    const failures = Array.from({ length: 25 }, (_, index) => ({
      ...unhealthyResult,
      startedAt: noon + index * minute,
    }));
    await store().commit(commitOf({ results: failures.slice(0, 20) }));
    await store().commit(commitOf({ results: failures.slice(20) }));
    const kept = await store().failures('api', 10);
    expect(kept.map(({ startedAt }) => startedAt)).toEqual(
      failures
        .slice(15)
        .map(({ startedAt }) => startedAt)
        .reverse(),
    );
  });
}

function keepsRollups(store: () => Store): void {
  test('sums up every result by hour and day, of one or all services', async () => {
    const all = Array.from({ length: 2 * 26 }, (_, index) => lifelikeResult(index % 2, noon + index * 30 * minute));
    await store().commit(commitOf({ results: all }));
    const hours = await store().rollups({
      service: serviceName(0),
      period: 'hour',
      fromAt: noon,
      toAt: noon + 3 * hour,
    });
    expect(hours.map(({ startsAt }) => startsAt)).toEqual([noon, noon + hour, noon + 2 * hour]);
    expect(hours.map(({ counts }) => counts.healthy + counts.unhealthy)).toEqual([1, 1, 1]);
    const days = await store().rollups({ period: 'day', fromAt: noon - 12 * hour, toAt: noon + 2 * day });
    expect(days.map(({ service, startsAt }) => [service, startsAt])).toEqual([
      [serviceName(0), noon - 12 * hour],
      [serviceName(0), noon + 12 * hour],
      [serviceName(1), noon - 12 * hour],
      [serviceName(1), noon + 12 * hour],
    ]);
    expect(days.map(({ counts }) => counts.healthy + counts.unhealthy)).toEqual([12, 14, 12, 14]);
  });

  test('counts every status and reason, and response times of successful checks only', async () => {
    const at = (minutes: number) => ({ service: 'web', startedAt: noon + minutes * minute });
    const results = [
      checkResult({ ...at(0), observation: observation({ responseTimeMs: 100 }) }),
      { ...unhealthyResult, ...at(1) },
      { ...unknownResult, ...at(2) },
      { ...unknownResult, ...at(3) },
      { ...degradedResult, ...at(4), observation: observation({ responseTimeMs: 900 }) },
    ];
    await store().commit(commitOf({ results }));
    const [rollup] = await store().rollups({ service: 'web', period: 'hour', fromAt: noon, toAt: noon + 1 });
    expect(rollup?.counts).toEqual({ healthy: 1, degraded: 1, unhealthy: 1, unknown: 2 });
    expect(rollup?.reasons).toEqual({ dns_unavailable: 2, slow: 1, unexpected_status: 1 });
    const sketch = readSketch(rollup?.sketch ?? new Uint8Array());
    expect(sketch.count).toBe(2);
    expect(Math.round((percentileOf(sketch, 0.5) ?? 0) / 2)).toBe(50);
    expect(Math.round((percentileOf(sketch, 1) ?? 0) / 20)).toBe(45);
  });

  test('leaves out periods that do not begin within the range', async () => {
    await store().commit(commitOf({ results: [lifelikeResult(0, noon + 5)] }));
    const count = async (fromAt: number, toAt: number) =>
      (await store().rollups({ service: serviceName(0), period: 'hour', fromAt, toAt })).length;
    expect(await count(noon, noon + 1)).toBe(1);
    expect(await count(noon + 1, noon + hour)).toBe(0);
    expect(await count(noon - hour, noon)).toBe(0);
  });
}

function keepsCalendar(store: () => Store): void {
  test('gives silences that have not ended, by their beginning', async () => {
    const later = silence({ id: 's-2', startsAt: noon + hour, endsAt: noon + 3 * hour });
    await store().saveSilence(later);
    await store().saveSilence(silence());
    expect(await store().silences(noon)).toEqual([silence(), later]);
    expect(await store().silences(noon + 2 * hour)).toEqual([later]);
    expect(await store().silences(noon + 3 * hour)).toEqual([]);
  });

  test('ends a silence early, and never prolongs one', async () => {
    await store().saveSilence(silence());
    expect(await store().endSilence('s-1', noon + day)).toBe('done');
    expect(await store().silences(noon)).toEqual([silence()]);
    expect(await store().endSilence('s-1', noon + 1)).toBe('done');
    expect(await store().silences(noon)).toEqual([silence({ endsAt: noon + 1 })]);
    expect(await store().silences(noon + 1)).toEqual([]);
    expect(await store().endSilence('s-9', noon)).toBe('not_found');
  });

  test('gives maintenance windows that touch a range, also cancelled ones', async () => {
    const cancelled = maintenanceWindow({ id: 'm-2', startsAt: noon + 2 * hour, endsAt: noon + 3 * hour });
    await store().saveMaintenance(cancelled);
    await store().saveMaintenance(maintenanceWindow());
    await store().saveMaintenance({ ...cancelled, cancelledAt: noon });
    const windows = await store().maintenance({ fromAt: noon, toAt: noon + day });
    expect(windows).toEqual([maintenanceWindow(), { ...cancelled, cancelledAt: noon }]);
    expect(await store().maintenance({ fromAt: noon + hour, toAt: noon + 2 * hour })).toEqual([]);
    expect(await store().maintenance({ fromAt: noon - hour, toAt: noon })).toEqual([]);
  });
}

function announcesAndPauses(store: () => Store): void {
  test('keeps a window as it was first announced, and as a person changed it last', async () => {
    const [first, other] = [maintenanceWindow({ origin: 'config' }), maintenanceWindow({ id: 'm-2' })];
    await store().announceMaintenance([first]);
    await store().announceMaintenance([{ ...first, createdAt: noon + hour, endsAt: noon + 9 * hour }, other]);
    expect(await store().maintenance({ fromAt: noon, toAt: noon + day })).toEqual([first, other]);
    await store().saveMaintenance({ ...first, cancelledAt: noon + 1 });
    await store().announceMaintenance([first]);
    expect(await store().maintenance({ fromAt: noon, toAt: noon + day })).toEqual([
      { ...first, cancelledAt: noon + 1 },
      other,
    ]);
  });

  test('remembers every pause, who made it, and which ones go on', async () => {
    await store().setPaused('web', true, noon, 'kim');
    await store().setPaused('web', true, noon + minute, 'alex');
    await store().setPaused('api', true, noon + minute);
    await store().setPaused('web', false, noon + hour);
    await store().setPaused('web', false, noon + 2 * hour);
    await store().setPaused('web', true, noon + 3 * hour);
    const web = { service: 'web', fromAt: noon, toAt: noon + hour, by: 'kim' };
    const api = { service: 'api', fromAt: noon + minute };
    const again = { service: 'web', fromAt: noon + 3 * hour };
    expect(await store().pauses({ fromAt: 0, toAt: noon + day })).toEqual([web, api, again]);
    expect(await store().pauses({ fromAt: noon + hour, toAt: noon + 3 * hour })).toEqual([api]);
    expect(await store().pauses({ fromAt: noon + hour - 1, toAt: noon + hour })).toEqual([web, api]);
    expect(await store().pauses({ fromAt: 0, toAt: noon })).toEqual([]);
    expect(await store().pausedServices()).toEqual(['api', 'web']);
  });
}

function keepsCalls(store: () => Store): void {
  const heartbeat = {
    pings: [{ at: noon, kind: 'fail', exitCode: 3, runId: 'a' }],
    count: 1,
    running: [{ startedAt: noon - minute }],
    ended: { at: noon, kind: 'fail', exitCode: 3, runId: 'a', durationMs: minute, message: 'no space' },
    lastSuccessAt: noon - day,
  } as const;
  const span = { fromAt: noon - day, toAt: noon };

  test('knows of nobody who calls at first', async () => {
    expect(await store().calls()).toEqual({ heartbeats: new Map(), listening: [] });
  });

  test('gives back what is known of services that call, and when it was listened', async () => {
    await store().commit(commitOf({ heartbeats: [{ service: 'backup', heartbeat }], listening: [span] }));
    expect(await store().calls()).toEqual({ heartbeats: new Map([['backup', heartbeat]]), listening: [span] });
  });

  test('replaces it, removes it, and leaves it alone where a commit says nothing of it', async () => {
    const heartbeats = ['backup', 'sync'].map((service) => ({ service, heartbeat }));
    await store().commit(commitOf({ heartbeats, listening: [span] }));
    const later = { ...heartbeat, count: 2 };
    await store().commit(commitOf({ heartbeats: [{ service: 'backup', heartbeat: later }, { service: 'sync' }] }));
    await store().commit(commitOf({ listening: [span, span] }));
    await store().commit(commitOf({}));
    expect(await store().calls()).toEqual({ heartbeats: new Map([['backup', later]]), listening: [span, span] });
  });

  test('gives back up to when the reports of a schedule are made', async () => {
    expect(await store().reportMarks()).toEqual(new Map());
    await store().commit(commitOf({ reportMarks: [{ schedule: 'monthly', madeAt: noon }] }));
    const marks = [
      { schedule: 'monthly', madeAt: noon + day },
      { schedule: 'a/b %', madeAt: noon },
    ];
    await store().commit(commitOf({ reportMarks: marks }));
    await store().commit(commitOf({}));
    expect(await store().reportMarks()).toEqual(
      new Map([
        ['a/b %', noon],
        ['monthly', noon + day],
      ]),
    );
  });

  test('keeps the first key that it is given', async () => {
    expect(await store().tokenKey('first')).toBe('first');
    expect(await store().tokenKey('second')).toBe('first');
  });
}
