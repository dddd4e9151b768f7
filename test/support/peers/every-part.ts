import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { listen as listenForCalls } from '../grpc-server.ts';
import { account, listen as listenForMail } from '../receivers/smtp.ts';
import { listen as listenForProxying } from '../socks-server.ts';
import { listen as listenForWebSockets } from '../websocket-server.ts';
import type { Authority } from './certificates.ts';
import { startFront } from './every-front.ts';
import { startLake } from './every-lake.ts';
import { startShop } from './every-shop.ts';
import { startHttpbin } from './httpbin.ts';
import { startMariadb } from './mariadb.ts';
import { startMosquitto } from './mosquitto.ts';
import { startOAuthServer } from './oauth-server.ts';
import { startPostgres } from './postgres.ts';
import { startRabbit } from './rabbitmq.ts';
import { startRedis } from './redis.ts';
import { startTogether } from './together.ts';
import { startUnbound } from './unbound.ts';

/** The variables of config/examples/every-type.yaml that are secret, with what the servers know them by. */
export const everySecret = {
  PROXY_PASSWORD: 'proxy-secret-5b1c',
  SHOP_PASSWORD: 'shop-secret-93e0',
  BACK_OFFICE_PASSWORD: 'back-office-secret-17af',
  SEARCH_KEY: 'search-secret-c4d2',
  ARCHIVE_PASSWORD: 'archive-secret-60b8',
  CLIENT_SECRET: 'client-secret-2ed7',
  LAKE_SECRET: 'lake/secret+f1a9',
  LAKE_SESSION: 'lake-session/d05c==',
  REDIS_PASSWORD: 'redis-secret-8a36',
  POSTGRES_PASSWORD: 'watcher-secret',
  MYSQL_PASSWORD: 'watcher-secret',
  MQTT_PASSWORD: 'watcher-secret',
  AMQP_PASSWORD: 'watcher-secret',
  SMTP_PASSWORD: account.password,
  BACKUP_TOKEN: 'backup-token-0f3a9c41',
} as const;

export interface EveryPartRules {
  /** Where the files of the servers live. */
  readonly folder: string;
  readonly authority: Authority;
  /** Signs the tokens that orders are asked for with; PEM. */
  readonly orderKey: string;
}

/** The servers by what they are for. */
export type EveryPart = Awaited<ReturnType<typeof startEveryPart>>;

/** Starts all of them at once; where one does not start, the others are stopped. */
export function startEveryPart(rules: EveryPartRules) {
  return startTogether(async (keep) => {
    const starts = startsOf(rules);
    await Promise.all(Object.values(starts).map((start) => keep<{ stop(): unknown }>(start)));
    const parts = {
      shop: await starts.shop,
      lake: await starts.lake,
      front: await starts.front,
      oauth: await starts.oauth,
      proxy: await starts.proxy,
      prices: await starts.prices,
      ledger: await starts.ledger,
      mail: await starts.mail,
      dns: await starts.dns,
      httpbin: await starts.httpbin,
      redis: await starts.redis,
      postgres: await starts.postgres,
      mysql: await starts.mysql,
      mqtt: await starts.mqtt,
      amqp: await starts.amqp,
    };
    await Promise.all(Object.values(preparations).map((prepare) => prepare(parts)));
    return parts;
  });
}

function startsOf({ folder, authority, orderKey }: EveryPartRules) {
  const redisUser = `watcher on >${everySecret.REDIS_PASSWORD} ~* +@read +ping +select`;
  const lake = { region: 'eu-central-1', service: 'execute-api' };
  return {
    shop: startShop({ username: 'monitor', password: everySecret.SHOP_PASSWORD, orderKey: createPublicKey(orderKey) }),
    lake: startLake({ secret: everySecret.LAKE_SECRET, session: everySecret.LAKE_SESSION, ...lake }),
    front: startFront({ folder, authority, password: everySecret.BACK_OFFICE_PASSWORD }),
    oauth: startOAuthServer({
      clients: [
        {
          client_id: 'monitor',
          client_secret: everySecret.CLIENT_SECRET,
          token_endpoint_auth_method: 'client_secret_basic',
        },
      ],
    }),
    proxy: listenForProxying({ login: { username: 'monitor', password: everySecret.PROXY_PASSWORD } }),
    prices: listenForWebSockets(
      (webSocket) => webSocket.on('message', () => webSocket.send('{"currency":"EUR","rate":1.08}')),
      { handleProtocols: (offered) => (offered.has('prices.v1') ? 'prices.v1' : false) },
    ),
    ledger: listenForCalls({ answer: () => ({ serving: 1, trailers: { build: '42' } }) }),
    mail: listenForMail(),
    dns: startNames(folder, authority),
    httpbin: startHttpbin(),
    redis: startRedis(['--requirepass', everySecret.REDIS_PASSWORD, '--user', ...redisUser.split(' ')]),
    postgres: startPostgres(),
    mysql: startMariadb(),
    mqtt: startMosquitto(),
    amqp: startRabbit(),
  };
}

async function startNames(folder: string, authority: Authority) {
  const records = ['192.0.2.80', '192.0.2.81'].map((address) => `local-data: "shop.example. 300 IN A ${address}"`);
  const server = ['local-zone: "shop.example." static', ...records];
  return startUnbound(join(folder, 'unbound'), { identity: await authority.issue({ name: 'resolver' }), server });
}

interface Prepared {
  readonly amqp: { readonly port: number };
}

/** By the type of the service: what its server must be told before the service can be healthy. */
const preparations: Readonly<Record<string, (parts: Prepared) => Promise<void>>> = {
  amqp: ({ amqp }) => makeQueue(amqp.port),
};

async function makeQueue(port: number): Promise<void> {
  const login = { username: 'watcher', password: everySecret.AMQP_PASSWORD };
  const connection = await connect({ hostname: '127.0.0.1', port, ...login });
  const channel = await connection.createChannel();
  await channel.assertQueue('jobs');
  await connection.close();
}
