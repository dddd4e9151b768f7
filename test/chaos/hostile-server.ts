import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What a hostile target does to each connection once a request has begun to arrive. */
type Behaviour = (socket: Socket) => void;

/** How one kind of target must be judged. */
export interface Hostility {
  readonly behave: Behaviour;
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  /** Further keys of its service. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Targets that each misbehave in one way, all on loopback. */
export interface HostileServers {
  /** By the name of the hostility. */
  readonly urls: Readonly<Record<string, string>>;
  /** How long each connection was open, ms, that ended so far; by the name of the hostility. */
  readonly lifetimes: ReadonlyMap<string, readonly number[]>;
  stop(): Promise<void>;
}

/** Starts a target per hostility, each on a port of its own. */
export async function startHostileServers(kinds: Readonly<Record<string, Hostility>>): Promise<HostileServers> {
  const lifetimes = new Map<string, number[]>();
  const started = await Promise.all(
    Object.entries(kinds).map(async ([name, { behave }]) => {
      const ended: number[] = [];
      lifetimes.set(name, ended);
      return { name, ...(await startServer(behave, (ms) => ended.push(ms))) };
    }),
  );
  return {
    urls: Object.fromEntries(started.map(({ name, port }) => [name, `http://127.0.0.1:${port}/`])),
    lifetimes,
    async stop() {
      await Promise.all(started.map((server) => server.stop()));
    },
  };
}

async function startServer(behave: Behaviour, onEnd: (ms: number) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const acceptedAt = performance.now();
    sockets.add(socket);
    // The monitor breaks connections off; that is its right.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      onEnd(performance.now() - acceptedAt);
    });
    socket.once('data', () => {
      socket.resume();
      behave(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    async stop() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const mebibyte = 1_048_576;
const ok = 'HTTP/1.1 200 OK\r\n';
const okJson = `${ok}Content-Type: application/json\r\nConnection: close\r\n`;

/** One after another of what can be sent again and again, for as long as the other side takes it. */
function flood(chunk: string | Buffer): Behaviour {
  return (socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
  };
}

/** A beginning, then a little every 20 ms. */
function drip(head: string, drop: string): Behaviour {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(drop), 20);
    socket.once('close', () => clearInterval(timer));
  };
}

function say(text: string | Buffer): Behaviour {
  return (socket) => socket.end(text);
}

function stall(text: string): Behaviour {
  return (socket) => void socket.write(text);
}

function then(first: string | Buffer, next: Behaviour): Behaviour {
  return (socket) => {
    socket.write(first);
    next(socket);
  };
}

function body(text: string | Buffer, head = okJson): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${head}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** A gzip stream that grows a thousandfold: many members of zeros, which a reader must take one after another. */
const member = gzipSync(Buffer.alloc(16 * mebibyte), { level: 9 });
const bomb = Buffer.concat(Array<Buffer>(64).fill(member));
const gzipHead = `${okJson}Content-Encoding: gzip\r\n`;
const needsBody = { assertions: ['body.contains("pass")'] };
const needsJson = { assertions: ['json.status == "pass"'] };
const letters = 'a'.repeat(mebibyte - 1);
const redirect = (location: string) =>
  say(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);

/** The kinds of hostility, by name. */
export const hostilities: Readonly<Record<string, Hostility>> = {
  'no-answer': { behave: () => undefined, status: 'unhealthy' },
  'drips-headers': { behave: drip(ok, 'X'), status: 'unhealthy' },
  'drips-body': { behave: drip(`${ok}\r\n`, '.'), status: 'unhealthy' },
  'drips-chunks': { behave: drip(`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n.\r\n'), status: 'unhealthy' },
  'stalls-in-status': { behave: stall('HTTP/1.'), status: 'unhealthy' },
  'stalls-in-body': { behave: stall(`${ok}Content-Length: 100\r\n\r\n.`), status: 'unhealthy' },
  'stalls-in-chunk-size': { behave: stall(`${ok}Transfer-Encoding: chunked\r\n\r\nfff`), status: 'unhealthy' },
  'waits-after-continue': {
    behave: drip('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    status: 'unhealthy',
  },
  'closes-at-once': { behave: (socket) => socket.destroy(), status: 'unhealthy' },
  'resets-at-once': { behave: (socket) => socket.resetAndDestroy(), status: 'unhealthy' },
  'resets-in-body': {
    behave: then(
      `${ok}Content-Length: 100\r\n\r\n12345`,
      (socket) => void setTimeout(() => socket.resetAndDestroy(), 20),
    ),
    status: 'unhealthy',
  },
  'cut-short': { behave: say(`${ok}Content-Length: 100\r\n\r\n12345`), status: 'unhealthy' },
  'cut-short-chunks': { behave: say(`${ok}Transfer-Encoding: chunked\r\n\r\nff\r\n12345`), status: 'unhealthy' },
  garbage: {
    behave: say(Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 151 + 7) % 256))),
    status: 'unhealthy',
  },
  'endless-garbage': { behave: flood(Buffer.alloc(65_536, 0xff)), status: 'unhealthy' },
  'endless-status': { behave: then('HTTP/1.1 200 ', flood('a'.repeat(65_536))), status: 'unhealthy' },
  'header-too-long': { behave: say(`${ok}X-Long: ${'a'.repeat(40_000)}\r\n\r\n`), status: 'unhealthy' },
  'endless-headers': { behave: then(ok, flood('X-Again: and again\r\n'.repeat(1_000))), status: 'unhealthy' },
  'endless-hints': { behave: flood('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100)), status: 'unhealthy' },
  'two-lengths': { behave: say(`${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc`), status: 'unhealthy' },
  'length-and-chunks': {
    behave: say(`${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`),
    status: 'unhealthy',
  },
  'endless-body': { behave: then(`${ok}\r\n`, flood(Buffer.alloc(65_536, 'a'))), status: 'healthy' },
  'endless-body-asserted': {
    behave: then(`${ok}\r\n`, flood(Buffer.alloc(65_536, 'a'))),
    status: 'unhealthy',
    options: needsBody,
  },
  'endless-chunks': {
    behave: then(`${ok}Transfer-Encoding: chunked\r\n\r\n`, flood('1\r\na\r\n'.repeat(10_000))),
    status: 'healthy',
  },
  'endless-chunk-extension': {
    behave: then(`${ok}Transfer-Encoding: chunked\r\n\r\n1;`, flood('a'.repeat(65_536))),
    status: 'unhealthy',
  },
  'endless-trailers': {
    behave: then(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, flood('X-Again: and again\r\n'.repeat(1_000))),
    status: 'unhealthy',
  },
  'gzip-bomb': { behave: say(body(bomb, gzipHead)), status: 'healthy' },
  'gzip-bomb-asserted': { behave: say(body(bomb, gzipHead)), status: 'unhealthy', options: needsBody },
  'bad-gzip': { behave: say(body('this is no gzip', gzipHead)), status: 'unhealthy' },
  'half-gzip': { behave: say(body(gzipSync('pass').subarray(0, 12), gzipHead)), status: 'unhealthy' },
  'redirects-to-itself': { behave: redirect('/'), status: 'unhealthy', options: { follow_redirects: 5 } },
  'redirects-to-file': {
    behave: redirect('file:///etc/passwd'),
    status: 'unhealthy',
    options: { follow_redirects: 5 },
  },
  'no-json': { behave: say(body('<html>')), status: 'unhealthy', options: needsJson },
  'deep-json': { behave: say(body('['.repeat(500_000))), status: 'unhealthy', options: needsJson },
  'deep-whole-json': {
    behave: say(body('['.repeat(400_000) + ']'.repeat(400_000))),
    status: 'unhealthy',
    options: needsJson,
  },
  'wide-json': {
    behave: say(body(`{"items":[${'{},'.repeat(340_000)}{}]}`)),
    status: 'unhealthy',
    options: needsJson,
  },
  'endless-assertion': {
    behave: say(body(`{"items":[${'1,'.repeat(30_000)}1]}`)),
    status: 'unhealthy',
    options: { assertions: ['json.items.all(a, !json.items.exists(b, a != b))'] },
  },
  'many-keys-json': {
    behave: say(body(`{${Array.from({ length: 80_000 }, (_, at) => `"k${at}":1`).join()}}`)),
    status: 'unhealthy',
    options: needsJson,
  },
  'regex-bomb': {
    behave: say(body(`${letters}!`)),
    status: 'unhealthy',
    options: { assertions: ['body.matches("^(a+)+$")'] },
  },
  'regex-bomb-nested': {
    behave: say(body(`${letters}!`)),
    status: 'unhealthy',
    options: { assertions: ['body.matches("(x+x+)+y|(a|a)*b|(.*){1,64}c$")'] },
  },
};
