import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generate } from 'selfsigned';
import { isInstalled } from '../test/support/peers/executables.ts';
import { startNginx } from '../test/support/peers/nginx.ts';
import { entry, pin, startNode } from './child.ts';

/** The server that everything is measured against, on a core of its own. */
export interface Target {
  readonly server: 'nginx' | 'node';
  readonly httpUrl: string;
  readonly httpsUrl: string;
  /** The certificate to trust. */
  readonly caFile: string;
  stop(): Promise<void>;
}

const serverCore = 1;

/** Starts nginx, or a Node server where nginx is missing; both answer the same small JSON document. */
export async function startTarget(folder: string): Promise<Target> {
  const files = await writeCertificate(folder);
  return isInstalled('nginx') ? startNginxTarget(folder, files) : startNodeTarget(files);
}

interface CertificateFiles {
  readonly caFile: string;
  readonly keyFile: string;
}

async function writeCertificate(folder: string): Promise<CertificateFiles> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const files = { caFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  await Promise.all([writeFile(files.caFile, cert), writeFile(files.keyFile, key)]);
  return files;
}

async function startNginxTarget(folder: string, { caFile, keyFile }: CertificateFiles): Promise<Target> {
  const answer = `default_type application/json; location / { return 200 '{"status":"pass"}'; }`;
  const { pid, ports, stop } = await startNginx(join(folder, 'nginx'), {
    http: { listen: 'backlog=4096', directives: answer },
    https: {
      listen: 'ssl backlog=4096',
      directives: `ssl_certificate ${caFile}; ssl_certificate_key ${keyFile}; ${answer}`,
    },
  });
  pin(pid, serverCore);
  return { server: 'nginx', ...urls(ports.http, ports.https), caFile, stop };
}

async function startNodeTarget({ caFile, keyFile }: CertificateFiles): Promise<Target> {
  const child = startNode([entry('node-server'), caFile, keyFile], { core: serverCore });
  const [line] = await once(createInterface(child.stdout), 'line');
  const [httpPort, httpsPort] = JSON.parse(String(line)) as [number, number];
  return {
    server: 'node',
    ...urls(httpPort, httpsPort),
    caFile,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

function urls(httpPort: number, httpsPort: number) {
  return { httpUrl: `http://127.0.0.1:${httpPort}/`, httpsUrl: `https://127.0.0.1:${httpsPort}/` };
}
