import { distance } from 'fastest-levenshtein';

/** The known name that a misspelt one most likely means, or undefined when none is near enough. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const wanted = normalize(name);
  const near = known
    .map((candidate) => ({ candidate, away: distanceOf(wanted, normalize(candidate)) }))
    .filter(({ candidate, away }) => away <= Math.max(1, Math.floor(Math.min(name.length, candidate.length) / 3)))
    .toSorted((a, b) => a.away - b.away);
  return near[0]?.candidate;
}

// Swapped letters are one slip, not two.
function distanceOf(a: string, b: string): number {
  return lettersOf(a) === lettersOf(b) ? Math.min(1, distance(a, b)) : distance(a, b);
}

function lettersOf(text: string): string {
  return [...text].toSorted().join('');
}

// checkInterval, check-interval and Check_Interval all mean check_interval.
function normalize(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-\s]/g, '_')
    .toLowerCase();
}
