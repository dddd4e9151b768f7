import type { ServerSettings } from './config.ts';
import type { ListenAddress } from './listen-address.ts';
import type { ServerOptions } from './server-schema.ts';

/** What `server:` means, and where it is listened. */
export function readServer(options: ServerOptions, listen: ListenAddress | undefined): ServerSettings {
  const { rate_limit: rateLimit, oidc } = options;
  return {
    ...(listen !== undefined && { listen }),
    basePath: options.base_path,
    hosts: options.hosts.map((host) => host.toLowerCase()),
    corsOrigins: options.cors_origins,
    requireToken: options.require_token,
    readOnly: options.read_only,
    trustProxy: options.trust_proxy,
    rateLimit: { maxRequests: rateLimit.max_requests, timeWindowMs: rateLimit.time_window },
    accessLog: options.access_log,
    allowPrivateTargets: options.allow_private_targets,
    probeTargets: options.probe_targets,
    modules: options.modules,
    ...(oidc !== undefined && { oidc: readOidc(oidc) }),
  };
}

function readOidc(options: NonNullable<ServerOptions['oidc']>): NonNullable<ServerSettings['oidc']> {
  return {
    issuer: options.issuer,
    clientId: options.client_id,
    ...(options.client_secret !== undefined && { clientSecret: options.client_secret }),
    scopes: options.scopes,
    redirectUrl: options.redirect_url,
    groupsClaim: options.groups_claim,
    allow: options.allow.map(({ email, group, scope }) => ({
      scope,
      ...(email !== undefined && { email: email.toLowerCase() }),
      ...(group !== undefined && { group }),
    })),
  };
}
