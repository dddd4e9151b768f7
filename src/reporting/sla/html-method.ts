import type { SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup } from '../markup.ts';
import { methodOf } from './method.ts';

/** How the figures come about, in words. */
export function methodSection(report: SlaReport): Markup {
  return markup`<section id="method" aria-labelledby="method-name">
<h2 id="method-name">How these figures come about</h2>
<dl class="method">${methodOf(report).map(({ title, text }) => markup`\n<dt>${title}</dt><dd>${text}</dd>`)}
</dl>
</section>
`;
}
