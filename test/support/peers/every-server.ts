import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { privateKeys } from '../private-keys.ts';
import { type Authority, createAuthority } from './certificates.ts';
import { type EveryPart, everySecret, startEveryPart } from './every-part.ts';
import { executableOf, type PeerName } from './executables.ts';

/** What config/examples/every-type.yaml asks. */
export interface EveryServer {
  /** The variables that the file refers to. */
  readonly environment: Readonly<Record<string, string>>;
  /** What must come out nowhere, tokens that were handed out until now among them. */
  secrets(): readonly string[];
  stop(): Promise<void>;
}

/** The programs of others that it takes. */
export const everyPeer: readonly PeerName[] = [
  'httpbin',
  'mariadbd',
  'mosquitto',
  'nginx',
  'openssl',
  'ping',
  'plugins',
  'postgres',
  'rabbitmq',
  'redis',
  'unbound',
];

const reportsToken = 'reports-token-4471';

/** Starts all of it at once, on free ports of 127.0.0.1, and writes the files that the example refers to into the folder. */
export async function startEveryServer(folder: string): Promise<EveryServer> {
  const { ES256 } = privateKeys();
  const authority = await createAuthority(join(folder, 'servers'), 'authority');
  const servers = await startEveryPart({ folder: join(folder, 'servers'), authority, orderKey: ES256 });
  await writeFiles(folder, { authority, servers, orderKey: ES256 });
  return {
    environment: { ...placesOf(servers), ...everySecret },
    secrets: () => [
      ...Object.values(everySecret),
      reportsToken,
      ...ES256.split('\n').filter((line) => line !== '' && !line.startsWith('-')),
      ...servers.shop.tokens,
      ...servers.oauth.tokens.map(({ value }) => value),
    ],
    stop: servers.stop,
  };
}

function placesOf(servers: EveryPart): Readonly<Record<string, string>> {
  const { front, httpbin } = servers;
  const ports = {
    DNS_PORT: servers.dns.udpAndTcp,
    TLS_PORT: front.ports.secure,
    REDIS_PORT: servers.redis.port,
    POSTGRES_PORT: servers.postgres.port,
    MYSQL_PORT: servers.mysql.port,
    SMTP_PORT: servers.mail.port,
    MQTT_PORT: servers.mqtt.port,
    AMQP_PORT: servers.amqp.port,
  };
  return {
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    SHOP_URL: servers.shop.url,
    PROXY: servers.proxy.host,
    PRICES_URL: servers.prices.url.replace(/\/$/, ''),
    BACK_OFFICE_URL: `http://127.0.0.1:${front.ports.backOffice}/`,
    REPORTS_URL: `${httpbin.url}/bearer`,
    SEARCH_URL: `${httpbin.url}/anything/search`,
    ARCHIVE_URL: `${httpbin.url}/digest-auth/auth/monitor/${everySecret.ARCHIVE_PASSWORD}/SHA-256`,
    INVOICES_URL: `${servers.oauth.url}/api`,
    ISSUER: servers.oauth.url,
    LAKE_URL: servers.lake.url,
    WAREHOUSE_URL: `https://127.0.0.1:${front.ports.warehouse}/`,
    LEDGER: `127.0.0.1:${servers.ledger.port}`,
    PLUGINS: dirname(executableOf('plugins')),
  };
}

interface Material {
  readonly authority: Authority;
  readonly servers: EveryPart;
  readonly orderKey: string;
}

async function writeFiles(folder: string, { authority, servers, orderKey }: Material): Promise<void> {
  await Promise.all(['certs', 'keys', 'secrets'].map((name) => mkdir(join(folder, name), { recursive: true })));
  const client = await authority.issue({ name: 'monitor', usage: 'clientAuth' });
  const trusted = [authority.certFile, servers.postgres.authorityFile].map((file) => readFile(file, 'utf8'));
  const files = {
    'certs/ca.pem': [...(await Promise.all(trusted)), servers.mail.certificate].join('\n'),
    'certs/client.pem': await readFile(client.certFile, 'utf8'),
    'keys/client.key': await readFile(client.keyFile, 'utf8'),
    'keys/orders.pem': orderKey,
    'secrets/reports-token': `${reportsToken}\n`,
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })));
}
