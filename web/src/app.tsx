import type { ComponentChildren } from 'preact';
import { AlertsPage } from './pages/alerts.tsx';
import { DeploymentsPage } from './pages/deployments.tsx';
import { AddServicePage, EditServicePage } from './pages/edit-service.tsx';
import { IncidentPage } from './pages/incident.tsx';
import { IncidentsPage } from './pages/incidents.tsx';
import { MaintenancePage } from './pages/maintenance.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { PublicStatusPage } from './pages/public-status.tsx';
import { ReportsPage } from './pages/reports.tsx';
import { ServicePage } from './pages/service.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { SystemPage } from './pages/system.tsx';
import { place } from './router.tsx';
import { Header } from './shell/header.tsx';
import { StaleBanner } from './shell/stale-banner.tsx';
import { SummaryKeeper } from './shell/summary-keeper.tsx';
import { announcement } from './state/announce.ts';
import { session } from './state/session.ts';
import { useStore } from './state/store.ts';

/** The whole dashboard. */
export function App() {
  const path = useStore(place, (here) => here.path);
  const isRefused = useStore(session, (known) => known.isRefused);
  const isPublic = path === '/status';
  const skip = (event: Event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: with `<base>` a fragment alone would lead to another page. */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      {isPublic ? <PublicHeader /> : <Header />}
      {!isRefused && <StaleBanner />}
      <main id="main" tabIndex={-1}>
        {isRefused && !isPublic ? <SignInPage /> : pageAt(path)}
      </main>
      {path !== '/' && !isPublic && !isRefused && <SummaryKeeper />}
      <Announcer />
    </>
  );
}

function PublicHeader() {
  return (
    <header class="top public-top">
      <span class="brand">Service status</span>
    </header>
  );
}

/** Tells screen readers of transitions, when there is time for it. */
function Announcer() {
  const text = useStore(announcement);
  return (
    <div class="hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}

const fixed: Readonly<Record<string, () => ComponentChildren>> = {
  '/': () => <OverviewPage />,
  '/incidents': () => <IncidentsPage />,
  '/reports': () => <ReportsPage />,
  '/alerts': () => <AlertsPage />,
  '/maintenance': () => <MaintenancePage />,
  '/deployments': () => <DeploymentsPage />,
  '/system': () => <SystemPage />,
  '/status': () => <PublicStatusPage />,
  '/services/new': () => <AddServicePage />,
};

function pageAt(path: string): ComponentChildren {
  const page = fixed[path];
  if (page !== undefined) return page();
  const [, kind, part = '', verb, ...more] = path.split('/');
  const name = decoded(part);
  if (name === undefined || name === '' || more.length > 0) return <NotFoundPage />;
  if (kind === 'services' && verb === undefined) return <ServicePage key={name} name={name} />;
  if (kind === 'services' && verb === 'edit') return <EditServicePage key={name} name={name} />;
  if (kind === 'incidents' && verb === undefined) return <IncidentPage key={name} id={name} />;
  return <NotFoundPage />;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
