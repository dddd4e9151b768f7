import { performanceOf, summarize, worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import type { Status } from '../domain/status.ts';
import { defineFormat } from './format.ts';
import { explainService } from './html-service.ts';
import { htmlStyle } from './html-style.ts';
import { toInstant } from './machine-values.ts';
import { type Markup, markup, noMarkup } from './markup.ts';
import { styleOf } from './style.ts';
import { answeredInMs, whatWasFound } from './wording.ts';

/** A page that needs nothing beside itself: no script, no font, no request; light, dark and print. */
export const html = defineFormat({
  name: 'html',
  summary: 'a self-contained page to keep, mail or print',
  extensions: ['html', 'htm'],
  render(report) {
    const results = worstFirst(report.results);
    return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" />
<title>${headline(results)}</title>
<style>${{ markup: htmlStyle }}</style>
</head>
<body>
<header>
<h1>${headline(results)}</h1>
<p class="quiet">Checked <time datetime="${toInstant(report.startedAt)}">${readable(report.startedAt)}</time> in ${formatDuration(report.durationMs)}</p>
</header>
<main>
${counts(results)}
${results.length > 0 ? servicesTable(results) : noMarkup}
${findings(results)}
</main>
</body>
</html>
`.markup;
  },
});

const { status: symbols, none } = styleOf({ color: false, unicode: true }).glyphs;
const countsInOrder = ['unhealthy', 'degraded', 'unknown', 'healthy'] as const satisfies readonly Status[];

function headline(results: readonly CheckResult[]): string {
  const summary = summarize(results);
  const { overall, total } = summary;
  if (total === 0) return 'No service was checked';
  if (overall === 'healthy') return total === 1 ? 'The service is healthy' : `All ${total} services are healthy`;
  return `${summary[overall]} of ${total} services ${summary[overall] === 1 ? 'is' : 'are'} ${overall}`;
}

/** 21 November 2026, 20:03:12 UTC would need a locale; this reads the same everywhere. */
function readable(at: number): string {
  return `${toInstant(at).slice(0, 19).replace('T', ' ')} UTC`;
}

function counts(results: readonly CheckResult[]): Markup {
  const summary = summarize(results);
  const { p50Ms, p95Ms } = performanceOf(results);
  const times = [
    { name: 'median time', ms: p50Ms },
    { name: '95 % within', ms: p95Ms },
  ];
  return markup`<dl class="counts">
${countsInOrder.map((status) => {
  return markup`<div class="${summary[status] > 0 ? status : 'none'}"><dt>${status}</dt><dd>${summary[status]}</dd></div>\n`;
})}${times.map(({ name, ms }) => {
  return ms === undefined ? noMarkup : markup`<div><dt>${name}</dt><dd>${formatDuration(ms)}</dd></div>\n`;
})}</dl>`;
}

function servicesTable(results: readonly CheckResult[]): Markup {
  return markup`<div class="scroll" role="region" aria-label="Services" tabindex="0">
<table>
<caption>Services, worst first</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Service</th><th scope="col" class="number">Code</th><th scope="col" class="number">Time</th><th scope="col">What was found</th></tr></thead>
<tbody>
${results.map(tableRow)}</tbody>
</table>
</div>`;
}

function tableRow(result: CheckResult): Markup {
  const { status, observation } = result;
  const time = answeredInMs(result);
  return markup`<tr>
<td class="verdict ${status}"><span aria-hidden="true">${symbols[status]}</span> ${status}</td>
<th scope="row">${truncate(toPlainLine(result.service), 100)} <small class="quiet">${truncate(toPlainLine(result.target), 100)}</small></th>
<td class="number">${observation?.statusCode ?? none}</td>
<td class="number">${time === undefined ? none : formatDuration(time)}</td>
<td>${truncate(whatWasFound(result), 500)}</td>
</tr>
`;
}

function findings(results: readonly CheckResult[]): Markup {
  const concerned = results.filter(({ status }) => status !== 'healthy');
  return concerned.length === 0 ? noMarkup : markup`<h2>What was found</h2>\n${concerned.map(explainService)}`;
}
