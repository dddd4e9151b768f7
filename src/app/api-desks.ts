import { randomBytes } from 'node:crypto';
import type { ApiParts } from '../api/parts.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import { createAlertDesk } from './api-alerts.ts';
import type { EditParts } from './api-edit.ts';
import { FigureBook } from './api-figures.ts';
import { createHistoryDesk } from './api-history.ts';
import { createIncidentDesk } from './api-incidents.ts';
import { LiveServices } from './api-live.ts';
import type { HourExclusions } from './api-overview.ts';
import { createPlanningDesk } from './api-planning.ts';
import { createPublicDesk } from './api-public.ts';
import { createReportDesk } from './api-reports.ts';
import { createServiceDesk } from './api-services.ts';
import { type Chore, startChore } from './chore.ts';
import type { Effects } from './effects.ts';
import type { Monitor } from './monitor.ts';

export interface DesksParts extends Omit<EditParts, 'monitor' | 'etagOf'> {
  readonly monitor: Monitor;
  readonly store: Store;
  readonly effects: Effects;
  /** Through which what a caller of the API names is looked at. */
  readonly outside: Effects;
  onDefect(error: unknown): void;
}

/** What the API answers from: the store, and what is kept in memory beside it. */
export interface Desks
  extends Pick<
    ApiParts,
    'services' | 'history' | 'incidents' | 'planning' | 'alerts' | 'reports' | 'everybody' | 'deployments'
  > {
  /** Resolves when what the store holds of the last hour was read once, and the first figures. */
  readonly ready: Promise<void>;
  /** Reads no more; safe to call twice. */
  stop(): Promise<void>;
}

const hourMs = 3_600_000;
const readEveryMs = 5_000;

/** Opens the desks, and keeps what they know up to date. */
export function openDesks(parts: DesksParts): Desks {
  const { monitor, store, effects, onDefect } = parts;
  const { clock, startTimer } = effects;
  const stopping = new AbortController();
  const configured = () => monitor.config.services.map(({ service }) => service);
  const live = new LiveServices({ store, clock });
  const timezone = () => monitor.config.reports.timezone;
  const figures = new FigureBook({ store, clock, timezone, services: configured });
  let exclusions: HourExclusions = { windows: [], pauses: [], version: 0 };
  const forget = monitor.events.subscribe((event) => {
    live.hear(event);
    if (event.kind === 'health_changed') figures.outdated(event.service);
  });
  const readSome = () =>
    whileStored(async () => {
      live.retain(configured().map(({ name }) => name));
      const range = { fromAt: clock.now() - hourMs, toAt: clock.now() };
      const [windows, pauses] = await Promise.all([store.maintenance(range), store.pauses(range)]);
      exclusions = { windows, pauses, version: exclusions.version + 1 };
      await live.prime(stopping.signal);
      await figures.readSome(readEveryMs, stopping.signal);
    });
  live.retain(configured().map(({ name }) => name));
  const ready = readSome().catch(onDefect);
  const chore: Chore = startChore({ everyMs: () => readEveryMs, work: readSome, startTimer, onDefect });
  const standing = { monitor, live, figures, clock };
  const config = () => monitor.config;
  const refresh = () => monitor.refresh();
  return {
    services: createServiceDesk({ ...parts, ...standing, exclusions: () => exclusions, tagKey: randomBytes(32) }),
    history: createHistoryDesk({
      store,
      clock,
      retention: () => config().storage.retention,
      serviceOf: (name) => configured().find((service) => service.name === name),
    }),
    incidents: createIncidentDesk({ store, clock, refresh }),
    planning: createPlanningDesk({ store, effects, config, refresh }),
    alerts: createAlertDesk({ store, effects, config, redact: (text) => monitor.redact(text) }),
    reports: createReportDesk({ store, clock, config }),
    everybody: createPublicDesk({ ...standing, store }),
    deployments: monitor.deployments,
    ready,
    async stop() {
      stopping.abort();
      forget();
      await chore.stop();
      await ready;
    },
  };
}

/** What could not be read is read the next time. */
async function whileStored(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
