import type { Route } from '../domain/routes.ts';
import type { DataPath } from './data-path.ts';
import type { Finding } from './finding.ts';
import { toServiceMatch } from './match-schema.ts';
import { type MatchFindings, matchFindings, type Roster } from './roster.ts';
import type { FileOptions } from './schema.ts';
import { closestName } from './suggestion.ts';

/** What the routes are checked against. */
export interface RouteContext {
  readonly roster: Roster;
  /** The names of all channels, those with mistakes too. */
  readonly channels: readonly string[];
  /** The channels that need no route, such as the folder of alert files. */
  readonly always: readonly string[];
}

/** The routes with all that is wrong with them. */
export interface ReadRoutes extends MatchFindings {
  readonly routes: readonly Route[];
}

type Alerts = Pick<FileOptions['alerts'], 'routes' | 'repeat_interval' | 'group_wait'>;

/**
 * The routes of a file. Without any, every alert goes to every channel. A channel that needs no route gets every alert,
 * unless a route names it.
 */
export function readRoutes(alerts: Alerts, context: RouteContext): ReadRoutes {
  const { routes } = alerts;
  if (routes.length === 0) return { routes: [routeToAll(context.channels, alerts)], findings: [], warnings: [] };
  const named = new Set(routes.flatMap((route) => route.channels));
  const always = context.always.filter((name) => !named.has(name));
  const checked = routes.map((route, index) => checkRoute(route, ['routes', index], context));
  return {
    routes: [
      ...(always.length > 0 ? [{ ...routeToAll(always, alerts), continue: true }] : []),
      ...routes.map((route) => toRoute(route, alerts)),
    ],
    findings: checked.flatMap(({ findings }) => findings),
    warnings: [...checked.flatMap(({ warnings }) => warnings), ...neverReached(alerts), ...neverTold(named, context)],
  };
}

type RouteOptions = Alerts['routes'][number];

function routeToAll(channels: readonly string[], alerts: Alerts): Route {
  return { match: {}, channels, ...timingOf({}, alerts), continue: false };
}

function toRoute(route: RouteOptions, alerts: Alerts): Route {
  const { severity, ...match } = route.match;
  return {
    match: { ...toServiceMatch(match), ...(severity !== undefined && { severity }) },
    channels: route.channels,
    ...timingOf(route, alerts),
    continue: route.continue,
  };
}

function timingOf(route: Partial<Pick<RouteOptions, 'repeat_interval' | 'group_wait'>>, alerts: Alerts) {
  const repeatMs = route.repeat_interval ?? alerts.repeat_interval;
  return {
    repeatIntervalMs: repeatMs === 0 ? Number.POSITIVE_INFINITY : repeatMs,
    groupWaitMs: route.group_wait ?? alerts.group_wait,
  };
}

function checkRoute({ match, channels }: RouteOptions, path: DataPath, context: RouteContext): MatchFindings {
  const matched = matchFindings(match, [...path, 'match'], context.roster);
  const unknown = channels.flatMap((name, index) => unknownChannel(name, [...path, 'channels', index], context));
  return { findings: [...matched.findings, ...unknown], warnings: matched.warnings };
}

function unknownChannel(name: string, path: DataPath, { channels }: RouteContext): readonly Finding[] {
  if (channels.includes(name)) return [];
  const meant = closestName(name, channels);
  const message = `no channel is named ${JSON.stringify(name)}`;
  return [{ path, message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) }];
}

/** Routes behind one that takes everything. */
function neverReached({ routes }: Alerts): readonly Finding[] {
  const last = routes.findIndex((route) => Object.keys(route.match).length === 0 && !route.continue);
  if (last === -1 || last === routes.length - 1) return [];
  const message = `is never reached: routes[${last}] takes every alert`;
  return [{ path: ['routes', last + 1], message, hint: `give routes[${last}] a match, or "continue: true"` }];
}

function neverTold(named: ReadonlySet<string>, { channels, always }: RouteContext): readonly Finding[] {
  return channels
    .filter((name) => !named.has(name) && !always.includes(name))
    .map((name) => ({ path: ['routes'], message: `no route leads to the channel ${JSON.stringify(name)}` }));
}
