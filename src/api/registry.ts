import type { Route } from './route.ts';
import { listAlerts, listChannels, testChannel } from './routes/alerts.ts';
import { audit } from './routes/audit.ts';
import { blackbox } from './routes/blackbox.ts';
import { createDeployment, getDeployment, listDeployments, rollBackDeployment } from './routes/deployments.ts';
import { events } from './routes/events.ts';
import { health } from './routes/health.ts';
import { heartbeat, heartbeatOutcome } from './routes/heartbeats.ts';
import { getSeries, getUptime, listResults } from './routes/history.ts';
import { acknowledgeIncident, getIncident, listIncidents, noteIncident } from './routes/incidents.ts';
import { beginLogin, finishLogin } from './routes/login.ts';
import { cancelMaintenance, createMaintenance, listMaintenance } from './routes/maintenance.ts';
import { metrics } from './routes/metrics.ts';
import { overview } from './routes/overview.ts';
import { badge, publicStatus } from './routes/public.ts';
import { ready } from './routes/ready.ts';
import { getSlaReport, listReports } from './routes/reports.ts';
import { checkService, startService, stopService } from './routes/service-actions.ts';
import { changeService, createService, deleteService } from './routes/service-edits.ts';
import { getService, listServices } from './routes/services.ts';
import { logIn, logOut, session } from './routes/session.ts';
import { createSilence, endSilence, listSilences } from './routes/silences.ts';
import { system } from './routes/system.ts';
import { testService } from './routes/test-service.ts';

/** Every route, in the order of the documentation. */
export const routes: readonly Route[] = [
  overview,
  listServices,
  createService,
  getService,
  changeService,
  deleteService,
  startService,
  stopService,
  checkService,
  testService,
  listResults,
  getSeries,
  getUptime,
  listIncidents,
  getIncident,
  acknowledgeIncident,
  noteIncident,
  listSilences,
  createSilence,
  endSilence,
  listMaintenance,
  createMaintenance,
  cancelMaintenance,
  listAlerts,
  listChannels,
  testChannel,
  listReports,
  getSlaReport,
  listDeployments,
  createDeployment,
  getDeployment,
  rollBackDeployment,
  publicStatus,
  badge,
  heartbeat,
  heartbeatOutcome,
  events,
  session,
  logIn,
  logOut,
  beginLogin,
  finishLogin,
  audit,
  health,
  ready,
  system,
  metrics,
  blackbox,
];
