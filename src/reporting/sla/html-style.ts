import { stripStyle } from './strip-layout.ts';

/** What the style sheet of the SLA report adds to that of check reports: tables of figures, charts and their colours, print. */
export const slaStyle = `
:root {
  --up: #4f9069; --amber: #bf7d10; --red: #b42318; --hatch: #8a7fb0; --data: #1f5fa8; --grid: #e6e9ed; --on: #ffffff; --on-amber: #1b1f24;
}
@media (prefers-color-scheme: dark) {
  :root {
    --up: #4a8a66; --amber: #d9a03c; --red: #f0786d; --hatch: #8f83b8; --data: #7ab3f0; --grid: #262c33; --on: #111418; --on-amber: #111418;
  }
}
body { max-width: 78rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--text); color: var(--page); }
.skip:focus { top: 1rem; z-index: 2; }
.definitions { position: absolute; }
.eyebrow { margin: 0; color: var(--quiet); font-size: 0.875rem; }
.lead { margin-top: 0.75rem; font-size: 1.25rem; line-height: 1.4; max-width: 50rem; text-wrap: pretty; }
header .facts { margin-top: 2rem; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
.badge { display: inline-block; padding: 0 0.5em; border: 1px solid currentColor; border-radius: 1em; font-size: 0.8125rem; font-weight: 500; line-height: 1.5; color: var(--unknown); white-space: nowrap; letter-spacing: 0; vertical-align: 0.1em; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 2rem; padding: 0.625rem 0; border-block: 1px solid var(--line); }
nav a { min-height: 1.5rem; }
main:focus { outline: none; }
abbr { text-decoration: none; }
time small { color: var(--quiet); }
.scroll { margin-top: 0.5rem; }
td:last-child { min-width: 0; }
table.figures { font-size: 0.875rem; } table.figures small { font-size: 0.8125rem; }
table.figures :is(th, td) { padding-block: 0.5rem; padding-right: 0.875rem; vertical-align: top; }
table.figures :is(th, td):last-child { padding-right: 0; }
table.figures tbody th { min-width: 8rem; max-width: 15rem; } table.groups tbody th { min-width: 13rem; }
table.figures .verdict { white-space: normal; }
table.figures .badge { width: fit-content; margin-left: auto; font-size: 0.75rem; }
table.figures .quiet { white-space: nowrap; } table.figures th .quiet { white-space: normal; }
table.figures td small { display: block; }
table.figures .number + td, table.figures .number + th { padding-left: 0; }
table.figures td b { font-weight: 600; }
.bar { display: block; width: 6.5rem; height: 6px; margin: 0.25rem 0 0.125rem auto; border-radius: 3px; }
.bar .track { fill: var(--line); } .bar .spent { fill: var(--red); } .bar .left { fill: var(--data); }
.service { padding: 2rem 0 2.25rem; border-top: 1px solid var(--line); }
.service > :is(p, dl, details) { margin-top: 0.75rem; }
.service > p { font-size: 0.875rem; }
.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; }
.service h3 { font-size: 1.25rem; }
.service .title + .quiet { margin-top: 0; font-size: 0.875rem; }
h4 { margin: 1.75rem 0 0; font-size: 1rem; font-weight: 600; }
.service > h4 + p { margin-top: 0; color: var(--quiet); }
dl.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.75rem 1.25rem; margin: 1rem 0 0; }
dl.figures dd { margin: 0; } dl.figures dd b { font-weight: 600; } dl.figures small { display: block; }
dl.figures .badge { display: table; }
.strip { display: block; width: 100%; overflow: visible; margin-top: 1.25rem; }
${stripStyle}
.strip svg { overflow: visible; }
.strip text, .plot text, .dates text { font-size: 0.75rem; fill: var(--quiet); }
.strip rect { fill: var(--up); }
.strip .degraded { fill: var(--amber); } .strip .down { fill: var(--red); }
.strip .maintenance, .strip .paused { fill: transparent; }
.strip .maintenance, .strip .outlined { stroke: var(--text); stroke-width: 2; }
.strip .paused { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 2 2; }
.strip .unknown, .plot .unknown { fill: url(#hatch); }
#hatch rect { fill: var(--page); } #hatch path { stroke: var(--hatch); stroke-width: 3; }
.strip text[class] { text-anchor: middle; font-weight: 700; }
.strip .on-down { fill: var(--on); } .strip .on-degraded { fill: var(--on-amber); } .strip .on-unknown { fill: var(--text); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 2.5rem; }
figure { margin: 0.5rem 0 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: 0.875rem; }
figcaption b { font-weight: 600; }
figure p, .charts > div > p { font-size: 0.875rem; }
.plot { display: block; width: 100%; overflow: visible; margin-top: 0.25rem; }
.plot svg { overflow: visible; }
.beside { padding-left: 3.75rem; } .beside > text:not(.promise) { text-anchor: end; transform: translate(-0.5rem, 8px); }
.plot path { fill: none; stroke: var(--grid); stroke-width: 1; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }
.plot :is(.spent, .p50, .p95, .p99) { stroke: var(--data); stroke-width: 2; }
.plot .objective { stroke: var(--unhealthy); stroke-width: 1; stroke-dasharray: 6 4; }
.plot text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.plot .promise { text-anchor: end; fill: var(--unhealthy); }
.plot .p95 { stroke-dasharray: 7 4; stroke-width: 1.5; }
.plot .p99 { stroke-dasharray: 1 4; stroke-width: 1.75; }
figcaption :is(.p50, .p95, .p99) { white-space: nowrap; }
figcaption :is(.p50, .p95, .p99)::before { content: ""; display: inline-block; width: 1.5rem; margin-inline: 0.25rem 0.375rem; vertical-align: 0.3em; border-top: 2px solid var(--data); }
figcaption .p95::before { border-top-style: dashed; } figcaption .p99::before { border-top-style: dotted; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.875rem; color: var(--quiet); }
.key + .service { margin-top: 1.5rem; }
.key span { display: inline-flex; align-items: center; gap: 0.375rem; }
.key .strip { width: 18px; margin: 0; overflow: visible; } .key .strip rect { width: 18px; height: 18px; }
table.list, table.days { font-size: 0.875rem; }
table.list { width: auto; min-width: min(100%, 36rem); } table.list bdi { overflow-wrap: anywhere; }
:is(table.list, table.days) :is(th, td) { padding-block: 0.375rem; min-width: 0; }
:is(table.list, table.days) tbody th { font-weight: 400; max-width: none; white-space: nowrap; }
table.list td { min-width: 5.5rem; max-width: 26rem; overflow-wrap: break-word; } table.list :is(td, th):last-child { padding-right: 0.25rem; }
table.list thead th { white-space: nowrap; }
table.list time { white-space: nowrap; }
table.list small { display: block; }
table.list time small { display: inline; }
table.list ul { margin: 0; padding: 0; list-style: none; } table.list :is(ul, .cause) { min-width: 12rem; }
table.days :is(th, td):nth-child(n+3) { text-align: right; white-space: nowrap; }
details { margin-top: 1.25rem; }
summary { cursor: pointer; font-size: 0.875rem; min-height: 1.5rem; width: fit-content; text-decoration: underline; text-underline-offset: 0.2em; }
.method { max-width: 50rem; margin: 0; }
.method dt { margin-top: 0.875rem; color: inherit; font-size: 1rem; font-weight: 600; }
.method dd { margin: 0; }
footer { margin-top: 3rem; font-size: 0.875rem; }
@media (max-width: 40rem) {
  table.figures tbody th { position: sticky; left: 0; background: var(--page); min-width: 7rem; max-width: 9rem; }
  table.groups tbody th { position: static; min-width: 11rem; max-width: 12rem; }
  table.figures caption::after { content: " · more columns sideways"; }
  .beside { padding-left: 3.25rem; }
  .dates .late { display: none; }
  dl.figures { grid-template-columns: repeat(2, 1fr); }
}
@media print {
  @page { size: A4; margin: 15mm 14mm; }
  :root {
    --up: #4f9069; --amber: #bf7d10; --red: #b42318; --hatch: #8a7fb0; --data: #1f5fa8; --grid: #dfe3e8; --on: #ffffff; --on-amber: #1b1f24;
    font-size: 8.5pt;
  }
  nav, .skip, details { display: none; }
  .scroll { overflow: visible; }
  a { text-decoration: none; }
  h2, h3, h4, h4 + p, .title, .title + .quiet, dl.figures, .strip { break-after: avoid; }
  #each { break-before: page; }
  .charts { grid-template-columns: 1fr 1fr; }
  .strip, .bar, .plot { print-color-adjust: exact; }
  table.figures, table.figures :is(small, caption, thead th) { font-size: 7pt; }
  table.figures :is(th, td) { padding-right: 0.5rem; } table.figures :is(th, tbody th) { min-width: 0; }
  table.groups tbody th { min-width: 10rem; } .verdict { white-space: normal; }
  table.list { font-size: 7.5pt; } table.list td { min-width: 3rem; } table.list small { font-size: 7pt; } table.list :is(th, td) { padding-right: 0.75rem; }
  table.list :is(ul, .cause) { min-width: 8rem; } .badge { font-size: 0.75rem; }
  .bar { width: 4.5rem; }
}
`;
