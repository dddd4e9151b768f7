import type { Severity } from './check-result.ts';
import { matchesService, type ServiceIdentity, type ServiceMatch } from './silence.ts';

/** Which alerts go to which channels. Durations in ms. */
export interface Route {
  readonly match: RouteMatch;
  readonly channels: readonly string[];
  /** Between two messages about the same alert to the same channel. */
  readonly repeatIntervalMs: number;
  /** How long a channel waits for further alerts before it is told of the first. */
  readonly groupWaitMs: number;
  /** Look for further routes although this one matches. */
  readonly continue: boolean;
}

/** Everything given must hold; nothing given means all. */
export interface RouteMatch extends ServiceMatch {
  readonly severity?: Severity;
}

/** A channel that is to be told of an alert. */
export interface Destination {
  readonly channel: string;
  readonly repeatIntervalMs: number;
  readonly groupWaitMs: number;
}

/** What routes look at: the service, absent for a trouble of svcmon itself, and the alert's severity. */
export interface Routed {
  readonly service?: ServiceIdentity;
  readonly severity: Severity;
}

/**
 * Where an alert goes: to the channels of the first route that matches, and of those after it as long as they say
 * `continue` (as in Alertmanager). A trouble of svcmon itself goes to every channel of every route: one of them may still work.
 */
export function destinationsOf(routes: readonly Route[], alert: Routed): readonly Destination[] {
  const destinations = new Map<string, Destination>();
  for (const route of alert.service === undefined ? routes : matching(routes, alert.service, alert.severity)) {
    const { repeatIntervalMs, groupWaitMs } = route;
    for (const channel of route.channels) {
      if (!destinations.has(channel)) destinations.set(channel, { channel, repeatIntervalMs, groupWaitMs });
    }
  }
  return [...destinations.values()];
}

function matching(routes: readonly Route[], service: ServiceIdentity, severity: Severity): readonly Route[] {
  const all = routes.filter(({ match }) => {
    return (match.severity === undefined || match.severity === severity) && matchesService(match, service);
  });
  const last = all.findIndex((route) => !route.continue);
  return last === -1 ? all : all.slice(0, last + 1);
}
