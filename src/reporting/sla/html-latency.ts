import type { LatencyFigures, ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { verdictLooks } from './html-cells.ts';
import { drawnPercentiles, latencyChart, percentiles } from './svg-latency.ts';
import { unbroken } from './unbroken.ts';
import {
  countsErrorText,
  durationText,
  latencyPromiseText,
  latencyVerdictText,
  latencyWordsOf,
  percentText,
} from './wording.ts';

/** Latency percentiles drawn day by day, and in words beside those of the period before. */
export function latencyFigure(service: ServiceFigures, period: SlaReport['period']): Markup {
  const { latency } = service;
  const { count, timeouts } = latency;
  if (count === 0) {
    const late = timeouts > 0 ? `, ${timeouts} timed out` : '';
    return markup`<div><p class="quiet">Latency n/a: no check succeeded in this period${late}.</p>\n${promiseLine(service)}</div>\n`;
  }
  const drawing = latencyChart(service, period);
  return markup`<figure><figcaption><b>Latency</b> ${latencyWords(service, drawing)}</figcaption>
${drawing}${promiseLine(service)}<p class="quiet">${unbroken(previousText(service))}${errorText(service)}</p></figure>
`;
}

/** The percentiles, each behind a piece of the line that draws it. */
function latencyWords(service: ServiceFigures, drawing: Markup): Markup {
  const drawn: readonly string[] = drawing === noMarkup ? [] : drawnPercentiles(service);
  const words = latencyWordsOf(service.latency);
  const parts = words.percentiles.map(({ name, text }) => {
    return drawn.includes(name) ? markup`<span class="${name}">${unbroken(text)}</span>` : markup`${unbroken(text)}`;
  });
  return markup`${parts.map((part, index) => (index === 0 ? part : markup` · ${part}`))} ${unbroken(words.number)}`;
}

/** By how much it may be off, where it may. */
function errorText({ countsErrorMs }: ServiceFigures): string {
  return countsErrorMs === undefined ? '' : ` ${countsErrorText(countsErrorMs)}`;
}

function promiseLine(service: ServiceFigures): Markup {
  const promise = service.objective?.latency;
  if (promise === undefined) return noMarkup;
  const reached = percentText(service.latency.underShare);
  return markup`<p>Objective: ${latencyPromiseText(promise)}; reached ${reached} ${latencyMark(service)}</p>\n`;
}

function latencyMark(service: ServiceFigures): Markup {
  const { latencyVerdict } = service;
  if (latencyVerdict === undefined) return noMarkup;
  const { sign, tone } = verdictLooks[latencyVerdict];
  return markup`<span class="verdict ${tone}"><span aria-hidden="true">${sign}</span> ${latencyVerdictText(service)}</span>`;
}

/** `Previous period: p50 120 ms (now +8 %), …` */
function previousText({ latency, previousLatency }: ServiceFigures): string {
  if (previousLatency === undefined || previousLatency.count === 0) return 'Nothing is known of the previous period.';
  const parts = Object.entries(percentiles).map(([name, read]) => {
    return `${name} ${durationText(read(previousLatency))}${changeText(read(latency), read(previousLatency))}`;
  });
  return `Previous period: ${parts.join(' · ')} (n = ${previousLatency.count}).`;
}

function changeText(now: LatencyFigures['p50Ms'], before: LatencyFigures['p50Ms']): string {
  if (now === undefined || before === undefined || before === 0) return '';
  const change = Math.round((now / before - 1) * 100);
  return change === 0 ? ', now the same' : `, now ${change > 0 ? '+' : '−'}${Math.abs(change)} %`;
}
