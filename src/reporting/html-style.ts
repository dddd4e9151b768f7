/** The style sheet of the HTML report: light, dark and print; one type scale, colour only for verdicts (WCAG 2.2 AA on every background). */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --line: #dfe3e8; --text: #1b1f24; --quiet: #59636e;
  --healthy: #1a7037; --degraded: #8a5300; --unhealthy: #b42318; --unknown: #6941c6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111418; --raised: #1a1e24; --line: #2c323a; --text: #e8ebef; --quiet: #9ba6b2;
    --healthy: #6fce8d; --degraded: #edb54c; --unhealthy: #ff8f85; --unknown: #bba5f7;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 3rem 1.5rem 4rem; max-width: 68rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 3rem 0 1rem; font-size: 1.25rem; line-height: 1.3; font-weight: 650; }
h3 { margin: 0; font-size: 1rem; font-weight: 650; }
p { margin: 0.25rem 0 0; }
.quiet, dt, caption, thead th { color: var(--quiet); }
small, dt, caption, thead th, pre, .facts { font-size: 0.875rem; }
.healthy { color: var(--healthy); } .degraded { color: var(--degraded); }
.unhealthy { color: var(--unhealthy); } .unknown { color: var(--unknown); }
.verdict { font-weight: 600; white-space: nowrap; }
.counts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; margin: 2rem 0 0; padding: 0; }
.counts div { display: flex; flex-direction: column-reverse; }
.counts dd { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 650; }
.counts .none dd { color: var(--quiet); font-weight: 400; }
.scroll { overflow-x: auto; margin-top: 2.5rem; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; padding-bottom: 0.5rem; }
th, td { padding: 0.625rem 1.25rem 0.625rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 500; }
tbody th { font-weight: 600; min-width: 14rem; max-width: 22rem; }
td:last-child { min-width: 16rem; }
tbody th small { display: block; font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
.number + td, .number + th:not(.number) { padding-left: 0.75rem; }
article { padding: 1.25rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
article > * + * { margin-top: 0.75rem; }
article ul { margin-bottom: 0; padding-left: 1.25rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1.25rem; margin-bottom: 0; }
.facts dd { margin: 0; }
pre {
  margin: 0.75rem 0 0; padding: 0.75rem 1rem; max-height: 24rem; overflow: auto; white-space: pre-wrap;
  background: var(--raised); border-radius: 0.375rem;
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
a { color: inherit; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
@media (max-width: 40rem) { body { padding: 1.5rem 1rem 3rem; } }
@media print {
  :root {
    font-size: 10pt;
    --page: #ffffff; --raised: #ffffff; --line: #c4c9cf; --text: #000000; --quiet: #444444;
    --healthy: #1a7037; --degraded: #8a5300; --unhealthy: #b42318; --unknown: #6941c6;
  }
  body { padding: 0; max-width: none; }
  pre { max-height: none; border: 1px solid var(--line); }
  tr, article { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
