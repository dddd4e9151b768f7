import type { DeploymentStatus } from '../../domain/deployment.ts';
import type { Style } from '../../reporting/style.ts';

/** How a status is shown: a sign, the word for people, and its colour. */
export function statusSign(
  status: DeploymentStatus,
  { glyphs, status: paints, accent, quiet }: Style,
): { readonly text: string; readonly paint: (text: string) => string } {
  switch (status) {
    case 'pending':
      return { text: `${glyphs.pending} pending`, paint: quiet };
    case 'in_progress':
      return { text: `${glyphs.pending} in progress`, paint: accent };
    case 'success':
      return { text: `${glyphs.status.healthy} success`, paint: paints.healthy };
    case 'failed':
      return { text: `${glyphs.status.unhealthy} failed`, paint: paints.unhealthy };
    case 'rolled_back':
      return { text: `${glyphs.arrow} rolled back`, paint: paints.degraded };
  }
}
