/** How often something happened among so many. */
export interface Proportion {
  readonly events: number;
  readonly total: number;
}

/**
 * Fisher's exact test, one-sided: the chance that so many of the events, or more, fall to the first of two samples if both have
 * the same share of them (Fisher, Journal of the Royal Statistical Society 98, 1935).
 */
export function fisherExact(first: Proportion, second: Proportion): number {
  const events = first.events + second.events;
  const total = first.total + second.total;
  const most = Math.min(first.total, events);
  const all = lnChoose(total, first.total);
  let chance = 0;
  // The smallest terms first, so that none is lost.
  for (let count = most; count >= first.events; count -= 1) {
    if (first.total - count > total - events) break;
    chance += Math.exp(lnChoose(events, count) + lnChoose(total - events, first.total - count) - all);
  }
  return Math.min(1, chance);
}

function lnChoose(n: number, k: number): number {
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}

const exact: number[] = [0];
for (let n = 1; n < 256; n += 1) exact.push((exact[n - 1] ?? 0) + Math.log(n));

/** Stirling's series beyond the table, to 1e-12 (Abramowitz and Stegun, 6.1.41). */
function lnFactorial(n: number): number {
  const known = exact[n];
  if (known !== undefined) return known;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
