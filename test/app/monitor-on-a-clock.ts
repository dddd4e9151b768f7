import { createMonitor } from '../../src/app/create-monitor.ts';
import { createSessions } from '../../src/auth/sessions.ts';
import type { Config } from '../../src/config/config.ts';
import type { MonitorEvent } from '../../src/monitor/events.ts';
import type { Store } from '../../src/storage/store.ts';
import { type Look, scriptedCheck } from '../support/checks.ts';
import { configured } from '../support/config.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createLogBook } from '../support/log-book.ts';
import { createMemoryStore, emptyContents } from '../support/memory-store.ts';
import { httpObservation } from '../support/observations.ts';

interface Surroundings {
  readonly clock?: FakeClock;
  readonly store?: Store;
  /** What the HTTP client is asked for, by URL, and answers with. */
  readonly answering?: (url: string) => number;
}

/** A monitor on a fake clock; `asked` are the URLs its own HTTP client was asked for. */
export async function monitorOf(config: Config, { clock = createFakeClock(), store, answering }: Surroundings = {}) {
  const contents = emptyContents();
  const log = createLogBook();
  const asked: string[] = [];
  const closed: string[] = [];
  const memory = createMemoryStore(contents);
  const monitor = await createMonitor({
    config,
    store: {
      ...(store ?? memory),
      close: async () => void closed.push('store'),
    },
    effects: {
      clock,
      startTimer: clock.startTimer,
      random: () => 0.5,
      uptime: clock.monotonic,
      lookup: () => Promise.reject(new Error('no names are resolved here')),
      http: {
        request: async ({ url }) => {
          asked.push(url);
          const statusCode = answering?.(url) ?? 200;
          return httpObservation({ url, statusCode, statusClass: statusCode < 300 ? 'success' : 'server_error' });
        },
      },
      sessions: createSessions({ now: clock.now }),
      timeBox: (work) => work(),
    },
    log,
  });
  const events: MonitorEvent[] = [];
  monitor.events.subscribe((event) => events.push(event));
  return { monitor, clock, contents, memory, log, asked, closed, events };
}

/** A service of that name whose probe does as the script says. */
export function watched(name: string, look: Look, more: Parameters<typeof scriptedCheck>[1] = {}) {
  const { check, asked } = scriptedCheck(look, { ...more, service: { name, ...more.service } });
  return { item: configured(check), asked };
}
