import { addressOf } from '../location.ts';
import { pageTitle } from '../router.tsx';
import { summary } from '../state/summary.ts';
import { trust } from '../state/trust.ts';

/** Keeps the title and the icon of the tab: how many services are down, and whether that is known at all. */
export function keepTab(): void {
  for (const store of [pageTitle, summary, trust]) store.subscribe(draw);
  draw();
}

const icons = { healthy: 'healthy', degraded: 'degraded', unhealthy: 'unhealthy', unknown: 'stale' } as const;

function draw(): void {
  const known = summary.get();
  const isStale = trust.get().kind === 'stale';
  const title = pageTitle.get() === 'svcmon' ? 'svcmon' : `${pageTitle.get()} · svcmon`;
  const down = known !== undefined && known.unhealthy > 0 ? `(${known.unhealthy} down) ` : '';
  document.title = `${isStale ? '(?) ' : down}${title}`;
  const name = known === undefined || isStale ? 'stale' : icons[known.health];
  const link = document.querySelector('link[rel="icon"]');
  const address = addressOf(`favicon-${name}.svg`);
  if (link !== null && link.getAttribute('href') !== address) link.setAttribute('href', address);
}
