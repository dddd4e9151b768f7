import { describe, expect, test } from 'vitest';
import { matchOf, matchText } from '../../../src/cli/silences/service-match.ts';
import { spanOf } from '../../../src/cli/silences/time-span.ts';
import type { MatchOptions, SpanOptions } from '../../../src/cli/state-options.ts';
import { serviceNamed } from '../../support/service.ts';

const services = [
  serviceNamed('checkout', { group: 'shop', tags: { team: 'payments', tier: '1' } }),
  serviceNamed('search', { group: 'shop', tags: { team: 'web' } }),
];

describe('what is silenced', () => {
  test.each<[string, MatchOptions, object, string]>([
    ['services by name', { service: ['search', 'checkout'] }, { services: ['search', 'checkout'] }, 'search, checkout'],
    ['a group', { group: 'shop' }, { group: 'shop' }, 'group shop'],
    ['a tag', { tag: ['team=web'] }, { tags: { team: 'web' } }, 'tag team=web'],
    [
      'all that holds together',
      { group: 'shop', tag: ['team=payments', 'tier=1'] },
      { group: 'shop', tags: { team: 'payments', tier: '1' } },
      'group shop and tag team=payments and tag tier=1',
    ],
    ['every service where that is said', { all: true }, {}, 'every service'],
  ])('may be %s', (_name, options, match, text) => {
    expect(matchOf(options, services)).toEqual(match);
    expect(matchText(matchOf(options, services))).toBe(text);
  });

  test.each<[string, MatchOptions, number, string]>([
    ['nothing is said', {}, 2, 'say what it is about: --service, --group, --tag, or --all'],
    ['all and a part is said', { all: true, group: 'shop' }, 2, '--all leaves nothing to choose'],
    [
      'there is no such service',
      { service: ['chekout'] },
      4,
      'no service is named "chekout"; did you mean "checkout"?',
    ],
    ['there is no such group', { group: 'office' }, 4, 'no service matches group office'],
    ['there is no such tag', { tag: ['team=none'] }, 4, 'no service matches tag team=none'],
    ['nothing has both', { group: 'shop', tag: ['tier=2'] }, 4, 'no service matches group shop and tag tier=2'],
    ['a tag has no value', { tag: ['team'] }, 2, '--tag "team": expected key=value'],
  ])('is refused where %s', (_name, options, exitCode, message) => {
    expect(() => matchOf(options, services)).toThrow(
      expect.objectContaining({ exitCode, message: expect.stringContaining(message) }),
    );
  });
});

const nowAt = new Date(2026, 10, 21, 19, 36).getTime();
const hour = 3_600_000;

describe('how long', () => {
  test.each<[string, SpanOptions, number, number]>([
    ['from now on', { for: '2h' }, nowAt, nowAt + 2 * hour],
    ['until a time', { until: '22:00' }, nowAt, new Date(2026, 10, 21, 22).getTime()],
    [
      'from a time on',
      { from: '22:00', for: '1h' },
      new Date(2026, 10, 21, 22).getTime(),
      new Date(2026, 10, 21, 23).getTime(),
    ],
    ['from a while ago', { from: '2026-11-21 19:00', for: '1h' }, nowAt - 0.6 * hour, nowAt + 0.4 * hour],
  ])('may be said %s', (_name, options, startsAt, endsAt) => {
    expect(spanOf(options, nowAt)).toEqual({ startsAt, endsAt });
  });

  test.each<[string, SpanOptions, string]>([
    ['not said', {}, 'say how long'],
    ['said twice', { for: '1h', until: '22:00' }, 'say how long'],
    ['over', { until: '2026-11-21 19:00' }, 'it would be over already, for 36 min'],
    ['over before it begins', { from: '23:00', until: '22:00' }, 'it would end before it begins'],
    ['more than a year', { for: '400d' }, 'longer than a year'],
    ['no duration', { for: '0s' }, '--for "0s": expected a duration'],
    ['no time', { until: 'soon' }, '--until "soon": expected a time'],
    ['from no time', { from: 'soon', for: '1h' }, '--from "soon": expected a time'],
  ])('is refused where it is %s', (_name, options, message) => {
    expect(() => spanOf(options, nowAt)).toThrow(message);
  });
});
