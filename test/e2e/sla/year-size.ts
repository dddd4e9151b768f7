import type { YearSize } from '../../support/synthetic-year.ts';

// Three million results: `SVCMON_SLA=full npm test -- test/e2e/sla`, for some minutes.
const isFull = process.env.SVCMON_SLA === 'full';

/** A hundred services either way; checked less often, and so in trouble for longer, unless SVCMON_SLA=full. */
export const yearSize: YearSize = { seed: 20_251_026, services: 100, scale: isFull ? 8 : 600 };

/** How long storing it, and reporting it once, may take, ms. */
export const limits = isFull ? { fillMs: 900_000, reportMs: 300_000 } : { fillMs: 120_000, reportMs: 30_000 };

/** The months whose reports are checked: where the clocks change, and the last one; all of them where there is time. */
export const months = isFull
  ? Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`)
  : ['2025-03', '2025-10', '2025-12'];
