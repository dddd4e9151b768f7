import type { PlannedSpan, PlanningDesk } from '../api/desks/planning.ts';
import type { Mistake } from '../api/desks/services.ts';
import type { Config } from '../config/config.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { plannedWindows, planningHorizonMs } from '../domain/planned-maintenance.ts';
import { type MaintenanceWindow, matchesService } from '../domain/silence.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { maintenanceDocument, silenceDocument } from '../reporting/silence-document.ts';
import type { Store } from '../storage/store.ts';
import type { Effects } from './effects.ts';

export interface PlanningParts {
  readonly store: Store;
  readonly effects: Pick<Effects, 'clock' | 'random'>;
  config(): Config;
  /** Makes what people say hold at once. */
  refresh(): Promise<void>;
}

/** Silences and maintenance, as people plan them. */
export function createPlanningDesk({ store, effects, config, refresh }: PlanningParts): PlanningDesk {
  const { clock } = effects;
  const makeId = createMakeId(effects);
  const ofPeople = async (nowAt: number) => {
    const windows = await store.maintenance({ fromAt: nowAt, toAt: nowAt + planningHorizonMs });
    return windows.filter(({ origin }) => origin === 'person');
  };
  return {
    async silences() {
      return (await store.silences(clock.now())).map(silenceDocument);
    },
    async silence({ comment, ...asked }) {
      const nowAt = clock.now();
      const mistakes = mistakesIn(asked, { config: config(), nowAt });
      if (mistakes.length > 0) return { kind: 'invalid', mistakes };
      const { match, startsAt = nowAt, endsAt, by } = asked;
      const span = { match, startsAt, endsAt, by: toPlainLine(by), createdAt: nowAt };
      const silence = { id: makeId(), ...span, comment: toPlainLine(comment) };
      await store.saveSilence(silence);
      await refresh();
      return { kind: 'planned', item: silenceDocument(silence) };
    },
    async endSilence(id) {
      const nowAt = clock.now();
      const known = (await store.silences(nowAt)).some((silence) => silence.id === id);
      const outcome = known ? await store.endSilence(id, nowAt) : 'not_found';
      await refresh();
      return outcome;
    },
    async windows() {
      const nowAt = clock.now();
      return plannedWindows(await ofPeople(nowAt), config().maintenance, nowAt).map(maintenanceDocument);
    },
    async announce({ name, ...asked }) {
      const nowAt = clock.now();
      const mistakes = mistakesIn(asked, { config: config(), nowAt });
      if (mistakes.length > 0) return { kind: 'invalid', mistakes };
      const { match, startsAt = nowAt, endsAt, by } = asked;
      const span = { match, startsAt, endsAt, by: toPlainLine(by), createdAt: nowAt };
      const window: MaintenanceWindow = { id: makeId(), name: toPlainLine(name), ...span, origin: 'person' };
      await store.saveMaintenance(window);
      await refresh();
      return { kind: 'planned', item: maintenanceDocument(window) };
    },
    async cancel(id) {
      const nowAt = clock.now();
      const window = (await ofPeople(nowAt)).find((one) => one.id === id && one.cancelledAt === undefined);
      if (window === undefined) {
        const planned = plannedWindows([], config().maintenance, nowAt);
        return planned.some((one) => one.id === id) ? 'configured' : 'not_found';
      }
      await store.saveMaintenance({ ...window, cancelledAt: nowAt });
      await refresh();
      return 'done';
    },
  };
}

// Whoever means longer means to take the service out of the configuration.
const longestMs = 366 * 86_400_000;

function mistakesIn(
  { match, startsAt, endsAt }: Omit<PlannedSpan, 'by'>,
  { config, nowAt }: { readonly config: Config; readonly nowAt: number },
): readonly Mistake[] {
  const services = config.services.map(({ service }) => service);
  const names = new Set(services.map(({ name }) => name));
  const strangers = (match.services ?? []).flatMap((name, index) =>
    names.has(name)
      ? []
      : [{ path: `match.services[${index}]`, message: `no service is named ${JSON.stringify(name)}` }],
  );
  const isAbout = strangers.length > 0 || services.some((service) => matchesService(match, service));
  const beginsAt = startsAt ?? nowAt;
  return [
    ...strangers,
    ...(isAbout ? [] : [{ path: 'match', message: 'no service matches' }]),
    ...(endsAt <= nowAt ? [{ path: 'ends', message: 'it would be over already' }] : []),
    ...(endsAt > nowAt && endsAt <= beginsAt ? [{ path: 'ends', message: 'it would end before it begins' }] : []),
    ...(endsAt - beginsAt > longestMs ? [{ path: 'ends', message: 'it would last longer than a year' }] : []),
  ];
}
