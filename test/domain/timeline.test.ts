import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availabilityOf, durationsOf, sumDurations } from '../../src/domain/availability.ts';
import { cutBy } from '../../src/domain/ranges.ts';
import { combine, type Timeline, type TimelineSources, timelineOf } from '../../src/domain/timeline.ts';
import { trackOf } from '../../src/domain/track.ts';
import { timelineSources } from '../support/timeline-sources.ts';

const minute = 60_000;
const range = (from: number, to: number) => ({ fromAt: from * minute, toAt: to * minute });
const known = (from: number, to: number) => ({ ...range(from, to), status: 'healthy', looks: to - from }) as const;
const down = (from: number, to: number) => ({ ...range(from, to), state: 'down' }) as const;
const degraded = (from: number, to: number) => ({ ...range(from, to), state: 'degraded' }) as const;
const nothing: TimelineSources = { track: [], troubles: [], maintenance: [], pauses: [] };

function words(timeline: Timeline): string {
  return timeline.map(({ state, fromAt, toAt }) => `${state} ${fromAt / minute}-${toAt / minute}`).join(', ');
}

describe('a timeline', () => {
  test.each([
    ['nothing is known where nobody looked', {}, 'unknown 0-60'],
    ['what was looked at and is in no trouble is up', { track: [known(-5, 30)] }, 'up 0-30, unknown 30-60'],
    [
      'a confirmed outage is down from its first failure to its first success',
      { track: [known(0, 60)], troubles: [down(10, 20)] },
      'up 0-10, down 10-20, up 20-60',
    ],
    [
      'a failure that was never confirmed leaves it up',
      { track: [known(0, 10), { ...known(10, 11), status: 'unhealthy' }, known(11, 60)] },
      'up 0-60',
    ],
    [
      'a success within an outage leaves it down',
      { track: [known(0, 60)], troubles: [down(10, 30)] },
      'up 0-10, down 10-30, up 30-60',
    ],
    [
      'it is not down while nobody looks',
      { track: [known(0, 15), known(20, 60)], troubles: [down(10, 30)] },
      'up 0-10, down 10-15, unknown 15-20, down 20-30, up 30-60',
    ],
    [
      'down outweighs degraded',
      { track: [known(0, 60)], troubles: [degraded(0, 40), down(10, 20)] },
      'degraded 0-10, down 10-20, degraded 20-40, up 40-60',
    ],
    [
      'maintenance outweighs what is known and what is not',
      { track: [known(0, 30)], troubles: [down(0, 30)], maintenance: [range(20, 40)] },
      'down 0-20, maintenance 20-40, unknown 40-60',
    ],
    [
      'windows may overlap',
      { track: [known(0, 60)], maintenance: [range(10, 30), range(20, 40), range(25, 26)] },
      'up 0-10, maintenance 10-40, up 40-60',
    ],
    [
      'paused outweighs maintenance',
      { track: [known(0, 60)], maintenance: [range(10, 30)], pauses: [range(20, 70)] },
      'up 0-10, maintenance 10-20, paused 20-60',
    ],
    [
      'what has no length leaves no trace',
      { track: [known(0, 60)], maintenance: [range(10, 10)], troubles: [down(5, 5)] },
      'up 0-60',
    ],
  ] as const)('%s', (_, sources, expected) => {
    expect(words(timelineOf(range(0, 60), { ...nothing, ...sources }))).toBe(expected);
  });

  test('covers its period whole, however odd its sources are', () => {
    fc.assert(
      fc.property(timelineSources(), ({ period, sources }) => {
        const timeline = timelineOf(period, sources);
        const durations = durationsOf(timeline);
        const sum = Object.values(durations).reduce((total, ms) => total + ms, 0);
        expect(sum).toBe(period.toAt - period.fromAt);
        let at = period.fromAt;
        for (const [index, { fromAt, toAt, state }] of timeline.entries()) {
          expect(fromAt).toBe(at);
          expect(state).not.toBe(timeline[index - 1]?.state);
          at = toAt;
        }
        expect(at).toBe(period.toAt);
      }),
    );
  });

  test('keeps its bounds in order: 0 ≤ lower ≤ availability ≤ upper ≤ 1', () => {
    fc.assert(
      fc.property(timelineSources(), fc.double({ min: 0, max: 1, noNaN: true }), ({ period, sources }, weight) => {
        const { lower, availability, upper } = availabilityOf(durationsOf(timelineOf(period, sources)), weight);
        const shares = [0, lower, availability, upper, 1].filter((share) => share !== undefined);
        for (const [index, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual((shares[index - 1] ?? 0) - 1e-12);
        }
      }),
    );
  });

  test('says the same of a window as of its parts', () => {
    fc.assert(
      fc.property(
        timelineSources(),
        fc.array(fc.nat({ max: 10_000_000 }), { maxLength: 5 }),
        ({ period, sources }, cuts) => {
          const { fromAt, toAt } = period;
          const instants = [fromAt, ...cuts.filter((cut) => cut > fromAt && cut < toAt).sort((a, b) => a - b), toAt];
          const parts = instants.slice(1).map((end, index) => ({ fromAt: instants[index] ?? end, toAt: end }));
          const whole = timelineOf(period, sources);
          const split = parts.map((part) => durationsOf(timelineOf(part, sources)));
          expect(sumDurations(split)).toEqual(durationsOf(whole));
          expect(cutBy(whole, parts).map(durationsOf)).toEqual(split);
        },
      ),
    );
  });

  test('does not care whether results come every minute or every second', () => {
    const every = (intervalMs: number) =>
      trackOf(
        Array.from({ length: 3_600_000 / intervalMs }, (_, index) => {
          return { startedAt: index * intervalMs, status: 'healthy', reason: 'ok', attempts: 1, intervalMs } as const;
        }),
      );
    const troubles = [down(10, 20)];
    const slow = timelineOf(range(0, 60), { ...nothing, track: every(60_000), troubles });
    expect(slow).toEqual(timelineOf(range(0, 60), { ...nothing, track: every(1_000), troubles }));
  });
});

describe('several services together', () => {
  const track = [known(0, 60)];
  const first = timelineOf(range(0, 60), { ...nothing, track, troubles: [down(10, 30)] });
  const second = timelineOf(range(0, 60), { ...nothing, track, troubles: [down(20, 40)] });
  const blind = timelineOf(range(0, 60), { ...nothing, track: [known(0, 25)] });
  const away = timelineOf(range(0, 60), { ...nothing, track, pauses: [range(0, 60)] });

  test.each([
    ['all of them: down while any is', 'all_of', [first, second], 'up 0-10, down 10-40, up 40-60'],
    ['any of them: down while all are', 'any_of', [first, second], 'up 0-20, down 20-30, up 30-60'],
    [
      'all of them: down, whatever is not known of others',
      'all_of',
      [first, blind],
      'up 0-10, down 10-30, unknown 30-60',
    ],
    ['any of them: up, whatever is not known of others', 'any_of', [first, blind], 'up 0-25, unknown 25-30, up 30-60'],
    ['who is paused is left out', 'all_of', [first, away], 'up 0-10, down 10-30, up 30-60'],
    ['where all are paused, so is the group', 'any_of', [away, away], 'paused 0-60'],
  ] as const)('%s', (_, combination, timelines, expected) => {
    expect(words(combine(timelines, combination))).toBe(expected);
  });

  test('the order of the services changes nothing, and one alone is itself', () => {
    fc.assert(
      fc.property(timelineSources(), timelineSources(), (a, b) => {
        const [one, two] = [timelineOf(a.period, a.sources), timelineOf(a.period, b.sources)];
        expect(combine([one, two], 'all_of')).toEqual(combine([two, one], 'all_of'));
        expect(combine([one, two], 'any_of')).toEqual(combine([two, one], 'any_of'));
        expect(combine([one], 'all_of')).toEqual(one);
        expect(combine([one, one], 'any_of')).toEqual(one);
      }),
    );
  });
});
