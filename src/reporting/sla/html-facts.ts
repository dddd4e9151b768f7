import { formatDuration } from '../../domain/duration.ts';
import type { ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { availabilityMarkup, downMarkup, durationMarkup, mtbfMarkup, objectiveText } from './html-cells.ts';
import { lengthText } from './length-text.ts';
import { promisedText } from './wording.ts';

/** The figures of a service, each with its name in full. */
export function serviceFacts(service: ServiceFigures): Markup {
  const { objective, reliability, checks, durations } = service;
  const rows: Readonly<Record<string, Markup>> = {
    Availability: markup`${availabilityMarkup(service, objective)}`,
    Objective: markup`${objectiveText(objective)}${contractAside(service)}`,
    Down: markup`${downMarkup(service)}${durations.degraded > 0 ? markup` <small class="quiet">degraded ${lengthText(durations.degraded)}</small>` : noMarkup}`,
    'Mean time to repair': durationMarkup(reliability.mttrMs),
    'Mean time between failures': mtbfMarkup(service),
    'Mean time to detect': durationMarkup(reliability.mttdMs),
    'Mean time to acknowledge': durationMarkup(reliability.mttaMs),
    Checks: markup`${checks.healthy + checks.degraded} good <small class="quiet">${checks.unhealthy} failed, ${checks.unknown} unknown</small>`,
  };
  return markup`<dl class="figures">${Object.entries(rows).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Parts of the contract that change what counts. */
function contractAside({ objective }: ServiceFigures): Markup {
  if (objective === undefined) return noMarkup;
  const { minOutageMs, degradedWeight } = objective;
  const parts = [
    ...(minOutageMs > 0 ? [`outages from ${formatDuration(minOutageMs)} on`] : []),
    ...(degradedWeight > 0 ? [`degraded counts ${promisedText(degradedWeight)}`] : []),
  ];
  return parts.length === 0 ? noMarkup : markup` <small class="quiet">${parts.join(', ')}</small>`;
}
