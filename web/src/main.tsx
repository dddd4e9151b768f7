import { render } from 'preact';
import { askEarly } from './api/client.ts';
import { redeemCode, takeLoginOutcome } from './api/session.ts';
import { App } from './app.tsx';
import { place } from './router.tsx';
import { keepTab } from './shell/tab.ts';
import { keepAccess } from './state/access.ts';
import { keepFollowing, pollOnly } from './state/live.ts';
import { followLooks } from './state/preferences.ts';
import { keepTime } from './state/time.ts';
import { keepTrust } from './state/trust.ts';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/widgets.css';
import './style/overview.css';
import './style/pages.css';
import './style/calendar.css';
import './style/chart.css';
import './style/sheet.css';

followLooks();
keepTime();
keepTrust();
keepTab();
takeLoginOutcome();
place.set({ ...place.get(), query: new URLSearchParams(location.search) });

const root = document.getElementById('app');
void redeemCode().then(() => {
  const { path } = place.get();
  // It takes longest, so that it goes before all else.
  if (path === '/') askEarly('/overview');
  if (path === '/status') pollOnly();
  else {
    keepAccess();
    keepFollowing();
  }
  if (root !== null) render(<App />, root);
});
