import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import type { LoadResult } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import { secretsIn } from '../domain/secret.ts';
import type { Log } from './log.ts';

/** The names of services by what became of them. */
export interface ConfigChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** A new configuration in which every service that did not change is the same value as before, and with it what is remembered of it. */
export function mergeConfig(old: Config, next: Config): { readonly config: Config; readonly change: ConfigChange } {
  const known = new Map(old.services.map((configured) => [configured.service.name, configured]));
  const services = next.services.map((configured) => {
    const before = known.get(configured.service.name);
    return before?.fingerprint === configured.fingerprint ? before : configured;
  });
  const names = new Set(services.map(({ service }) => service.name));
  const fresh = services.filter((configured) => known.get(configured.service.name) !== configured);
  const namesOf = (isKnown: boolean) =>
    fresh.map(({ service }) => service.name).filter((name) => known.has(name) === isKnown);
  return {
    config: { ...next, services },
    change: {
      added: namesOf(false),
      changed: namesOf(true),
      removed: [...known.keys()].filter((name) => !names.has(name)),
    },
  };
}

export interface ReloaderParts {
  /** Reads and checks everything; never rejects for what the files hold. */
  load(): Promise<LoadResult>;
  /** The configuration in use. */
  current(): Config;
  apply(config: Config): Promise<void>;
  readonly log: Log;
}

/** What became of a reload. */
export type Reloaded = { readonly ok: true; readonly change: ConfigChange } | { readonly ok: false };

/** Reloads one at a time; a configuration with a mistake is told with all its problems, and the one in use stays. */
export function createReloader({ load, current, apply, log }: ReloaderParts): () => Promise<Reloaded> {
  let last: Promise<unknown> = Promise.resolve();
  const reload = async (): Promise<Reloaded> => {
    const loaded = await load();
    if (!loaded.ok) {
      log.error('the configuration was not reloaded: it has mistakes, and the one in use stays', {
        count: loaded.problems.length,
        problems: loaded.problems.slice(0, mostTold).map(formatProblem).join('\n'),
      });
      return { ok: false };
    }
    const old = current();
    const { config, change } = mergeConfig(old, loaded.config);
    await apply(config);
    logWarnings(config, log);
    for (const part of ['storage', 'server', 'metrics'] as const) {
      if (!isSame(old[part], config[part])) log.warn(`a change of ${part} takes effect when svcmon is started again`);
    }
    log.info('the configuration was reloaded', factsOf(change));
    return { ok: true, change };
  };
  return () => {
    const next = last.then(reload);
    last = next.catch(() => undefined);
    return next;
  };
}

/** Also in its secrets, which a comparison by properties cannot see. */
function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) && isDeepStrictEqual(secretsIn(a), secretsIn(b));
}

/** Logs what is no mistake in a configuration but worth saying. */
export function logWarnings({ warnings }: Pick<Config, 'warnings'>, log: Log): void {
  for (const warning of warnings)
    log.warn('the configuration may not mean what it says', { problems: formatProblem(warning) });
}

const mostTold = 20;

function factsOf(change: ConfigChange) {
  const { added, removed, changed } = change;
  return {
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    ...(added.length + removed.length + changed.length > 0 && { services: listed(change) }),
  };
}

const mostNames = 20;

/** `+checkout -search ~api`, the first twenty. */
function listed({ added, removed, changed }: ConfigChange): string {
  const all = [
    ...added.map((name) => `+${name}`),
    ...removed.map((name) => `-${name}`),
    ...changed.map((name) => `~${name}`),
  ];
  const more = all.length - mostNames;
  return [...all.slice(0, mostNames), ...(more > 0 ? [`and ${more} more`] : [])].join(' ');
}
