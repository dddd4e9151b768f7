import type { SlaReport } from '../../domain/sla-report.ts';
import { htmlStyle } from '../html-style.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { defineSlaFormat } from './format.ts';
import { reportHeader, titleOf } from './html-header.ts';
import { methodSection } from './html-method.ts';
import { type Moment, momentsIn } from './html-moment.ts';
import { serviceSection } from './html-service.ts';
import { slaStyle } from './html-style.ts';
import { groupsTable, servicesTable } from './html-table.ts';
import { definitions, stripKey } from './svg-key.ts';

/** One page to hand over: no script, no font, no request; light, dark and print. */
export const slaHtml = defineSlaFormat({
  name: 'html',
  summary: 'a self-contained page with charts, to hand over, mail or print',
  extension: 'html',
  mediaType: 'text/html',
  render(report, header) {
    const moment = momentsIn(report.period);
    return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" />
<title>${titleOf(report)}</title>
<style>${{ markup: htmlStyle + slaStyle }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
${definitions(report)}
${reportHeader(report, header)}
${contents(report)}
<main id="main" tabindex="-1">
<section id="services" aria-labelledby="services-name">
<h2 id="services-name">Services</h2>
${servicesTable(report)}
</section>
<section id="groups" aria-labelledby="groups-name">
<h2 id="groups-name">Groups, tags and all together</h2>
${groupsTable(report)}
</section>
${serviceSections(report, moment)}${methodSection(report)}</main>
<footer><p class="quiet">svcmon ${header.version} · data hash <code>${header.dataHash.slice(0, 12)}</code></p></footer>
</body>
</html>
`.markup;
  },
});

function contents({ services }: SlaReport): Markup {
  const each = services.length === 0 ? noMarkup : markup`<a href="#each">Service by service</a>\n`;
  return markup`<nav aria-label="Contents"><a href="#services">Services</a>
<a href="#groups">Groups</a>
${each}<a href="#method">Method</a></nav>`;
}

function serviceSections({ services, period }: SlaReport, moment: Moment): Markup {
  if (services.length === 0) return noMarkup;
  const sections = services.map((service, index) => serviceSection(service, { number: index + 1, period, moment }));
  return markup`<section id="each" aria-labelledby="each-name">
<h2 id="each-name">Service by service</h2>
${stripKey}
${sections}</section>
`;
}
