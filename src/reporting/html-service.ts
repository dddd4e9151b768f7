import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { phaseNames } from '../domain/observation.ts';
import { toPlainLine, toPlainText, truncate } from '../domain/plain-text.ts';
import { type Markup, markup, noMarkup } from './markup.ts';
import { styleOf } from './style.ts';
import { addressOf, certificateDaysLeft } from './wording.ts';

const symbols = styleOf({ color: false, unicode: true }).glyphs.status;

/** The part of the HTML report that explains one service: its findings, the facts that were seen, and the evidence. */
export function explainService(result: CheckResult): Markup {
  const { status, service, group } = result;
  return markup`<article>
<h3><span class="${status}"><span aria-hidden="true">${symbols[status]}</span> ${status}</span> ${truncate(toPlainLine(service), 200)}${
    group === undefined ? noMarkup : markup` <small class="quiet">${toPlainLine(group)}</small>`
  }</h3>
${findingList(result)}
${factList(result)}
${evidence(result)}
</article>
`;
}

function findingList({ findings, message }: CheckResult): Markup {
  if (findings.length < 2) return markup`<p>${toPlainLine(message)}</p>`;
  return markup`<ul>${findings.map((finding) => markup`<li>${toPlainLine(finding.message)}</li>`)}</ul>`;
}

function factList(result: CheckResult): Markup {
  const days = certificateDaysLeft(result);
  const facts: Readonly<Record<string, Markup | string | undefined>> = {
    Target: toPlainLine(result.target),
    Address: addressOf(result),
    Attempts: attempts(result),
    Timing: timing(result),
    Certificate: days === undefined ? undefined : `${days} days left`,
    Runbook: result.runbook === undefined ? undefined : link(toPlainLine(result.runbook)),
  };
  const rows = Object.entries(facts).map(([name, fact]) => {
    return fact === undefined || fact === '' ? noMarkup : markup`<dt>${name}</dt><dd>${fact}</dd>`;
  });
  return markup`<dl class="facts">${rows}</dl>`;
}

function attempts({ attempts: made, maxAttempts }: CheckResult): string {
  const each = made.map(({ statusCode, reason, durationMs }) => {
    return `${statusCode ?? reason.replaceAll('_', ' ')} after ${formatDuration(durationMs)}`;
  });
  return each.length === 0 ? 'none, nothing was sent' : `${each.length} of ${maxAttempts}: ${each.join(', ')}`;
}

function timing({ observation }: CheckResult): string {
  const phases = observation?.phases ?? {};
  return phaseNames
    .flatMap((phase) => {
      const ms = phases[phase];
      return ms === undefined ? [] : [`${phase} ${formatDuration(ms)}`];
    })
    .join(', ');
}

/** A link only where it leads to the web: no other scheme is made clickable. */
function link(address: string): Markup {
  return /^https?:\/\//i.test(address)
    ? markup`<a href="${address}" rel="noreferrer noopener">${address}</a>`
    : markup`${address}`;
}

function evidence({ evidence: found }: CheckResult): Markup {
  return found?.body === undefined || found.body === ''
    ? noMarkup
    : markup`<pre tabindex="0" aria-label="Body of the answer">${toPlainText(found.body)}</pre>`;
}
