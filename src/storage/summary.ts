import type { TimedFacts } from './result-codec.ts';
import { mergeTallies, type Tally, tallyOf } from './rollup.ts';
import { joinTrails, type Trail, trailOf } from './trail.ts';

/** What one hour or day of one service comes to: its results counted, and what they say over time. */
export interface Summary {
  readonly tally: Tally;
  readonly trail: Trail;
}

/** The summary of results in the order of time; there must be one at least. */
export function summaryOf(results: readonly TimedFacts[]): Summary {
  return { tally: tallyOf(results), trail: trailOf(results) };
}

/** The summary of several in the order of time. */
export function joinSummaries(summaries: readonly Summary[]): Summary {
  return {
    tally: mergeTallies(summaries.map(({ tally }) => tally)),
    trail: joinTrails(summaries.map(({ trail }) => trail)),
  };
}
