import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SocksServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `name HOST:PORT` or `address HOST:PORT`, with ` as USER:PASSWORD` where it wanted that. */
  readonly asked: readonly string[];
}

export interface SocksBehaviour {
  /** Wants user name and password (RFC 1929); takes none but these. */
  readonly login?: { readonly username: string; readonly password: string };
  /** The reply instead of a connection, e.g. 5 for a refused one. */
  readonly reply?: number;
  /** Where names lead; to 127.0.0.1 without it. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Starts a SOCKS server (RFC 1928; CONNECT to names and IPv4 alone) on a loopback port. It ends with the test. */
export async function startSocksServer(behaviour: SocksBehaviour = {}): Promise<SocksServer> {
  const server = await listen(behaviour);
  onTestFinished(server.stop);
  return server;
}

/** The same for a suite, which stops it itself. */
export async function listen(behaviour: SocksBehaviour = {}): Promise<SocksServer & { stop(): Promise<void> }> {
  const asked: string[] = [];
  const open: Socket[] = [];
  const server = createServer((client) => {
    open.push(client);
    client.on('error', () => undefined);
    void serve(client, { behaviour, asked, open }).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    host: `127.0.0.1:${address.port}`,
    asked,
    async stop() {
      for (const socket of open) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

interface Serving {
  readonly behaviour: SocksBehaviour;
  readonly asked: string[];
  readonly open: Socket[];
}

async function serve(client: Socket, { behaviour, asked, open }: Serving): Promise<void> {
  const [, methods = 0] = await take(client, 2);
  const offered = await take(client, methods);
  const method = behaviour.login === undefined ? 0 : 2;
  if (!offered.includes(method)) return void client.end(Buffer.from([5, 0xff]));
  client.write(Buffer.from([5, method]));
  const user = behaviour.login === undefined ? '' : await logIn(client);
  if (behaviour.login !== undefined) {
    const right = user === `${behaviour.login.username}:${behaviour.login.password}`;
    client.write(Buffer.from([1, right ? 0 : 1]));
    if (!right) return void client.end();
  }
  const { kind, host, port } = await takeDestination(client);
  asked.push(`${kind} ${host}:${port}${user === '' ? '' : ` as ${user}`}`);
  if (behaviour.reply !== undefined) return void client.end(reply(behaviour.reply));
  const target = connect(port, behaviour.names?.[host] ?? (kind === 'name' ? '127.0.0.1' : host));
  open.push(target);
  target.on('error', () => client.destroy());
  await once(target, 'connect');
  client.write(reply(0));
  client.pipe(target).pipe(client);
}

async function takeDestination(client: Socket) {
  const [, , , type] = await take(client, 4);
  const host = type === 3 ? await takeText(client) : [...(await take(client, 4))].join('.');
  return { kind: type === 3 ? 'name' : 'address', host, port: (await take(client, 2)).readUInt16BE() };
}

async function logIn(client: Socket): Promise<string> {
  await take(client, 1);
  return `${await takeText(client)}:${await takeText(client)}`;
}

async function takeText(client: Socket): Promise<string> {
  const [length = 0] = await take(client, 1);
  return (await take(client, length)).toString('utf8');
}

async function take(client: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk: Buffer | null = bytes === 0 ? Buffer.alloc(0) : client.read(bytes);
    if (chunk !== null) return chunk;
    if (client.readableEnded || client.destroyed) throw new Error('the client has gone');
    await Promise.race([once(client, 'readable'), once(client, 'end'), once(client, 'close')]);
  }
}

function reply(code: number): Buffer {
  return Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
}
