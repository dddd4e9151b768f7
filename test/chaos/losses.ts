import type { OutboxItem } from '../../src/domain/alert.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { type Account, storiesOf } from './account.ts';
import type { Line } from './monitor-process.ts';
import type { Told } from './moody-receiver.ts';
import { type Episode, type ReplayPolicy, replay } from './replay.ts';

/** The results and incidents that a monitor told of on its standard output and that are not stored, and those that were invented or forgotten against what the results give cause to. */
export function lostIncidents(
  { results, incidents }: Account,
  { lines, policy }: { readonly lines: readonly Line[]; readonly policy: ReplayPolicy },
): readonly string[] {
  const due = replay(results, policy).map(nameOf);
  const stored = incidents.map(nameOf);
  const known = new Set([
    ...incidents.map(({ id }) => `incident ${id}`),
    ...results.map(({ service, startedAt }) => `result ${service} ${new Date(startedAt).toISOString()}`),
  ]);
  return [
    ...due.filter((one) => !stored.includes(one)).map((one) => `forgotten: ${one}`),
    ...stored.filter((one) => !due.includes(one)).map((one) => `invented: ${one}`),
    ...overlaps(incidents).map((one) => `twice at once: ${nameOf(one)}`),
    ...lines.flatMap(toldBy).flatMap((one) => (known.has(one) ? [] : [`told and not stored: ${one}`])),
  ];
}

function nameOf({ service, startedAt, recoveredAt = Number.NaN }: Episode): string {
  return `${service} ${startedAt}–${recoveredAt}`;
}

/** What a line says is stored: a result by its service and beginning, an incident by its id. */
function toldBy({ schema, name, timestamp, id }: Line): readonly string[] {
  if (schema === 'svcmon.monitor.result/v1') return [`result ${String(name)} ${String(timestamp)}`];
  return schema === 'svcmon.monitor.incident/v1' ? [`incident ${String(id)}`] : [];
}

/** The incidents that began before the one before of the same service had ended. */
function overlaps(incidents: readonly Incident[]): readonly Incident[] {
  const sorted = incidents.toSorted((a, b) => a.service.localeCompare(b.service) || a.startedAt - b.startedAt);
  return sorted.filter((incident, index) => {
    const before = sorted[index - 1];
    return before?.service === incident.service && incident.startedAt < (before.recoveredAt ?? Infinity);
  });
}

/** What one channel was owed and did not hear, or heard and was not owed: of every incident its beginning and its end in this order, or it is on record why not. */
export function lostMessages(channel: string, told: readonly Told[], account: Account): readonly string[] {
  const owed = account.outbox.filter((item) => item.channel === channel);
  const stories = storiesOf(told);
  const keys = new Set(owed.map(({ dedupKey }) => dedupKey));
  return [
    ...wrongStories(stories, { owed, account }),
    ...[...tellings(told, owed)].flatMap(([what, { heard, delivered }]) =>
      heard < delivered ? [`delivered ${delivered} times, heard ${heard} times: ${what}`] : [],
    ),
    ...[...stories.keys()].flatMap((key) => (keys.has(key) ? [] : [`heard and not owed: ${key}`])),
  ].map((loss) => `${channel}: ${loss}`);
}

function wrongStories(
  stories: ReadonlyMap<string, string>,
  { owed, account }: { readonly owed: readonly OutboxItem[]; readonly account: Account },
): readonly string[] {
  const unheard = new Set(owed.filter(({ about }) => about.firstMention === true).map(({ dedupKey }) => dedupKey));
  const ofIncidents = account.incidents.flatMap((incident) => {
    const key = `unhealthy/${incident.service}/${new Date(incident.startedAt).toISOString()}`;
    const whole = incident.closedAt === undefined ? 'firing' : 'firing resolved';
    const allowed = [whole, ...(unheard.has(key) ? ['resolved'] : []), ...(account.heldBack.has(key) ? [''] : [])];
    const story = stories.get(key) ?? '';
    return allowed.includes(story) ? [] : [`heard "${story}" of ${key}`];
  });
  const orders = ['firing', 'resolved', 'firing resolved'];
  const outOfOrder = [...stories].filter(([, story]) => !orders.includes(story));
  return [...ofIncidents, ...outOfOrder.map(([key, story]) => `heard "${story}" of ${key}`)];
}

/** How often somebody heard the same again beyond what was sent on purpose (reminders are): each time under the same key. */
export function repetitions(channel: string, told: readonly Told[], { outbox }: Account): number {
  const counts = tellings(
    told,
    outbox.filter((item) => item.channel === channel),
  );
  return [...counts.values()].reduce(
    (sum, { heard, delivered }) => sum + Math.max(0, heard - Math.max(1, delivered)),
    0,
  );
}

interface Telling {
  heard: number;
  delivered: number;
}

/** How often each thing was heard, and how often it is on record as delivered. */
function tellings(told: readonly Told[], owed: readonly OutboxItem[]): ReadonlyMap<string, Telling> {
  const counts = new Map<string, Telling>();
  const count = (what: string, field: keyof Telling) => {
    const telling = counts.get(what) ?? { heard: 0, delivered: 0 };
    telling[field] += 1;
    counts.set(what, telling);
  };
  for (const { dedupKey, status } of told) count(`${status} ${dedupKey}`, 'heard');
  for (const { dedupKey, kind, state } of owed) {
    if (state === 'delivered') count(`${kind === 'resolved' ? 'resolved' : 'firing'} ${dedupKey}`, 'delivered');
  }
  return counts;
}
