import { useEffect, useState } from 'preact/hooks';
import { Link, place } from '../router.tsx';
import { theme } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { summary } from '../state/summary.ts';
import { useIsStale } from '../state/trust.ts';

const pages = [
  { to: '/', text: 'Overview' },
  { to: '/incidents', text: 'Incidents' },
  { to: '/reports', text: 'Reports' },
  { to: '/alerts', text: 'Alerts' },
  { to: '/maintenance', text: 'Maintenance' },
  { to: '/deployments', text: 'Deployments' },
  { to: '/system', text: 'System' },
] as const;

/** The way to every page; on a narrow page behind a button. */
export function Header() {
  const path = useStore(place, (here) => here.path);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isOpen]);
  return (
    <header class="top">
      <Link to="/" class="brand" aria-label="svcmon, overview">
        <Pulse />
        svcmon
      </Link>
      <button
        type="button"
        class="button menu"
        aria-expanded={isOpen}
        aria-controls="pages"
        onClick={() => setOpen(!isOpen)}
      >
        Menu
      </button>
      <nav id="pages" aria-label="Pages" data-open={isOpen}>
        <ul>
          {pages.map(({ to, text }) => (
            <li key={to}>
              <Link to={to} aria-current={isCurrent(to, path) ? 'page' : undefined}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <ThemeButton />
    </header>
  );
}

/** The line of a heartbeat, in the colour of the worst that is known. */
function Pulse() {
  const known = useStore(summary);
  const isStale = useIsStale();
  return (
    <svg class={`mark ${isStale ? 'unknown' : (known?.health ?? 'unknown')}`} viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M1 11h4l2.5-7 4.5 13 2.5-6H19"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linejoin="round"
      />
    </svg>
  );
}

const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const;
const themeWords = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;

function ThemeButton() {
  const chosen = useStore(theme);
  return (
    <button type="button" class="button theme" onClick={() => theme.set(nextTheme[chosen])}>
      <span aria-hidden="true">◐</span>
      <span class="hidden">Theme: </span>
      {themeWords[chosen]}
    </button>
  );
}

function isCurrent(to: string, path: string): boolean {
  if (to === '/') return path === '/' || path.startsWith('/services/');
  return path === to || path.startsWith(`${to}/`);
}
