import { aggregations } from '../../domain/sla-groups.ts';
import type { SlaReport } from '../../domain/sla-report.ts';

/** One paragraph of how the figures come about. */
export interface MethodPart {
  readonly title: string;
  readonly text: string;
}

/** How every figure of a report comes about, in words: the same rules for every service and every period. */
export function methodOf({ period, groups, overall }: SlaReport): readonly MethodPart[] {
  const used = [...new Set([...groups, overall].map(({ aggregation }) => aggregation))];
  return [
    {
      title: 'Period',
      text: `All instants are real time; days are those of the calendar in ${period.timezone}, so that a month in which clocks change has an hour more or less.${period.complete ? '' : ' The period is not over: the figures end with the present.'}`,
    },
    {
      title: 'State',
      text: 'At every instant a service is in one state, the first of these that holds: paused, maintenance, unknown, down, degraded, up. Figures are weighted by time; checks are not counted.',
    },
    {
      title: 'Unknown',
      text: 'A result holds until the next one, for two check intervals at most; after that, before the first result and while svcmon itself could not judge, the state is unknown.',
    },
    {
      title: 'Down',
      text: 'Only confirmed incidents make a service down: from the first failed check of the run that confirmed it up to the first success of the recovery. The true beginning lies between the last good check and the first failed one, so that each end is known to one check interval. Failures that were never confirmed count as up and are listed as soft failures.',
    },
    {
      title: 'Maintenance',
      text: 'Maintenance is left out of the service time only where it was announced before it began. What was entered later is listed as an adjustment with its author, leaves nothing out, and what it would make of the figures is shown beside them.',
    },
    {
      title: 'Availability',
      text: 'Service time is the period without maintenance and pauses; measured time is service time without unknown time; coverage is measured ÷ service time. Availability is 1 − down ÷ measured time. Its lower bound counts unknown time as down, its upper bound as up. Percentages are cut off, never rounded up; 100 % means not down at all.',
    },
    {
      title: 'Verdict',
      text: 'Met where the lower bound reaches the objective, missed where the upper bound does not. In between the availability itself decides, marked as estimated, unless coverage is below 95 %: then the data is insufficient.',
    },
    {
      title: 'Error budget',
      text: 'The budget is (1 − objective) × service time; down time spends it, and what is left may be negative.',
    },
    {
      title: 'Incidents',
      text: 'MTTR is the mean down time of the incidents that ended in the period; MTBF is measured time without down time ÷ incidents that began in it; MTTD runs from first failure to confirmation, MTTA from the first alert delivered to its acknowledgement. Where a contract leaves out short outages, they cost nothing of availability and budget, but stay incidents in all of these.',
    },
    {
      title: 'Latency',
      text: 'Percentiles are nearest-rank over the response times of successful checks, exact to 1 %, from histograms that are added up and never from averages of percentiles. p95 needs 20 answers and p99 needs 100. Timeouts have no response time and are counted apart. Where single results are gone, a period, and also the one before, is counted between the full hours of UTC nearest to its ends, or the days where hours are gone.',
    },
    {
      title: 'Groups',
      text: `How several services become one is said with each: ${used.map((name) => `${name.replaceAll('_', ' ')}: ${aggregations[name]}`).join('; ')}.`,
    },
  ];
}
