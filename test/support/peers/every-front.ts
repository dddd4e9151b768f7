import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authority } from './certificates.ts';
import { type Nginx, startNginx } from './nginx.ts';

export interface FrontRules {
  /** Where nginx and its certificates live. */
  readonly folder: string;
  /** Signs its certificate, and those of the clients it lets in. */
  readonly authority: Authority;
  /** Of the user `monitor`. */
  readonly password: string;
}

/** Starts nginx with a page behind a password, one over TLS for everybody, and one for clients with a certificate. */
export async function startFront({ folder, authority, password }: FrontRules): Promise<Nginx<FrontPage>> {
  const { certFile, keyFile } = await authority.issue({ name: 'front' });
  const pages = join(folder, 'pages');
  const passwordFile = join(folder, 'passwords');
  await mkdir(pages, { recursive: true });
  await Promise.all([
    writeFile(join(pages, 'orders.txt'), 'orders of today, for monitor: 3\n'),
    // A user name, and the password as nginx takes it in plain text (ngx_http_auth_basic_module).
    writeFile(passwordFile, `monitor:{PLAIN}${password}\n`),
  ]);
  const tls = `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile}; ssl_protocols TLSv1.2 TLSv1.3;`;
  return startNginx(join(folder, 'nginx'), {
    backOffice: {
      directives: `
        root ${pages};
        default_type text/plain;
        location / { auth_basic "back office"; auth_basic_user_file ${passwordFile}; try_files /orders.txt =404; }`,
    },
    secure: { listen: 'ssl', directives: `${tls} location / { return 200 "welcome"; }` },
    warehouse: {
      listen: 'ssl',
      directives: `
        ${tls}
        ssl_client_certificate ${authority.certFile};
        ssl_verify_client on;
        location / { return 200 "$ssl_client_s_dn"; }`,
    },
  });
}

type FrontPage = 'backOffice' | 'secure' | 'warehouse';
