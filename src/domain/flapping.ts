// Twenty results make nineteen pairs of neighbours.
const remembered = 20;
const oldestWeight = 0.8;
const newestWeight = 1.2;
const startsAtShare = 0.3;
const endsBelowShare = 0.25;

/** The letters of the results that matter for flapping, with one more at the end: `H`, `D` or `U`, at most 20. */
export function remember(recent: string, letter: string): string {
  return (recent + letter).slice(-remembered);
}

/**
 * Whether a service flaps, by the share of changes among its last 20 results, newer ones weighing more (0.8 to 1.2):
 * begins at 30 %, ends below 25 %. Results not yet there count as no change
 * (https://icinga.com/docs/icinga-2/latest/doc/08-advanced-topics/#check-flapping).
 */
export function isFlapping(recent: string, wasFlapping: boolean): boolean {
  const share = changeShare(recent);
  return wasFlapping ? share >= endsBelowShare : share >= startsAtShare;
}

/** The weighted share of changes between neighbours, 0 to 1. */
export function changeShare(recent: string): number {
  const pairs = remembered - 1;
  const step = (newestWeight - oldestWeight) / (pairs - 1);
  let weighted = 0;
  for (let back = 0; back < recent.length - 1; back += 1) {
    const newer = recent.length - 1 - back;
    if (recent[newer] !== recent[newer - 1]) weighted += newestWeight - back * step;
  }
  return weighted / pairs;
}
