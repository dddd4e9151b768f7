import type { ServerSettings } from '../../src/config/config.ts';

/** The settings of a file that says nothing of its server. */
export const serverSettings: ServerSettings = {
  basePath: '',
  hosts: [],
  corsOrigins: [],
  requireToken: false,
  readOnly: false,
  trustProxy: false,
  rateLimit: { maxRequests: 3_000, timeWindowMs: 60_000 },
  accessLog: 'changes',
  allowPrivateTargets: false,
  probeTargets: [],
  modules: {},
};
