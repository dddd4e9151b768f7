import type { Service } from '../../domain/service.ts';
import { matchesService, type ServiceMatch } from '../../domain/silence.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { closestNames, describeUnmatched } from '../selection.ts';
import type { MatchOptions } from '../state-options.ts';

/** What the options match among the configured services; throws a UsageError where that is nothing, or nothing is said. */
export function matchOf(options: MatchOptions, services: readonly Service[]): ServiceMatch {
  const { service: names, group, tag, all = false } = options;
  const isEmpty = names === undefined && group === undefined && tag === undefined;
  if (isEmpty && !all) throw new UsageError('say what it is about: --service, --group, --tag, or --all');
  if (!isEmpty && all) throw new UsageError('--all leaves nothing to choose: leave out --service, --group and --tag');
  const existing = services.map(({ name }) => name);
  const strangers = (names ?? []).filter((name) => !existing.includes(name));
  if (strangers.length > 0) {
    const sentences = strangers.map((name) => describeUnmatched({ name, closest: closestNames(name, existing) }));
    throw new UsageError(sentences.join('; '), exitCodes.noMatch);
  }
  const match: ServiceMatch = {
    ...(names !== undefined && { services: names }),
    ...(group !== undefined && { group }),
    ...(tag !== undefined && { tags: Object.fromEntries(tag.map(tagPair)) }),
  };
  if (services.some((service) => matchesService(match, service))) return match;
  throw new UsageError(`no service matches ${matchText(match)}`, exitCodes.noMatch);
}

/** `api, web`, `group shop and tag team=web`, `every service`. */
export function matchText({ services, group, tags }: ServiceMatch): string {
  const parts = [
    ...(services === undefined ? [] : [services.join(', ')]),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...Object.entries(tags ?? {}).map(([key, value]) => `tag ${key}=${value}`),
  ];
  return parts.length === 0 ? 'every service' : parts.join(' and ');
}

function tagPair(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--tag ${JSON.stringify(text)}: expected key=value`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
