import type { Health } from '../../domain/health.ts';
import type { Status } from '../../domain/status.ts';
import type { Style } from '../../reporting/style.ts';
import type { Look } from './board.ts';

/** The last looks at a service, each as one character, and how each is painted. */
export interface Sparkline {
  readonly text: string;
  paint(): string;
}

type SeenLook = Pick<Look, 'status' | 'responseTimeMs'>;

interface SparklineOptions {
  readonly looks: readonly SeenLook[];
  /** For what was seen before the start. */
  readonly health: Health | undefined;
  /** The height of a full column: slower than this is degraded. */
  readonly warningMs: number;
  /** At most so many looks, the latest. */
  readonly columns: number;
}

/**
 * Draws response times as heights against the warning threshold, so that a service that is well stays low; what failed and
 * what was not looked at have signs of their own.
 */
export function sparklineOf(
  { looks, health, warningMs, columns }: SparklineOptions,
  { glyphs, status, quiet }: Style,
): Sparkline {
  const all = [...earlier(health, looks.length), ...looks].slice(-columns);
  const blanks = ' '.repeat(columns - all.length);
  const signs = all.map((look) => ({ status: look.status, sign: signOf(look) }));

  function signOf({ status: seen, responseTimeMs }: SeenLook): string {
    if (seen === 'unhealthy') return glyphs.status.unhealthy;
    if (seen === 'unknown') return glyphs.missed;
    const share = responseTimeMs === undefined ? 0 : responseTimeMs / warningMs;
    const highest = glyphs.levels.length - 1;
    return glyphs.levels[Math.min(highest, Math.floor(share * glyphs.levels.length))] ?? '';
  }
  const painters: Record<Status, (text: string) => string> = { ...status, unknown: quiet };
  return {
    text: blanks + signs.map(({ sign }) => sign).join(''),
    // Runs of one colour are painted together: a screen of rows stays a few kB.
    paint: () =>
      blanks +
      runsOf(signs)
        .map((run) => painters[run.status](run.text))
        .join(''),
  };
}

const letters: Readonly<Record<string, Status>> = { H: 'healthy', D: 'degraded', U: 'unhealthy' };

/** The results before those that were seen, of which only the verdicts are kept. */
function earlier(health: Health | undefined, seen: number): readonly SeenLook[] {
  const recent = health?.recent ?? '';
  return [...recent.slice(0, Math.max(0, recent.length - seen))].map((letter) => ({
    status: letters[letter] ?? 'unknown',
  }));
}

function runsOf(signs: readonly { readonly status: Status; readonly sign: string }[]) {
  const runs: { status: Status; text: string }[] = [];
  for (const { status, sign } of signs) {
    const run = runs.at(-1);
    if (run?.status === status) run.text += sign;
    else runs.push({ status, text: sign });
  }
  return runs;
}
