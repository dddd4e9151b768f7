import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** What a target answered, as seen from its side. */
export interface Answered {
  readonly name: string;
  /** Monotonic ms. */
  readonly at: number;
  readonly up: boolean;
}

/** Many services on one port, at `/NAME`, that go down and come back by a script of their own. */
export interface ScriptedTarget {
  /** Without a trailing slash. */
  readonly url: string;
  readonly answered: readonly Answered[];
  isUp(name: string): boolean;
  /** From now on a service is up or down and stays so. */
  settle(name: string, up: boolean): void;
  stop(): Promise<void>;
}

export interface Script {
  readonly names: readonly string[];
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How long a service stays as it is, ms: at least so long, and at most twice. */
  phaseMs(name: string): number;
}

/** Starts the target on a free port of 127.0.0.1; every service begins up. */
export async function startScriptedTarget({ names, random, phaseMs }: Script): Promise<ScriptedTarget> {
  const up = new Map(names.map((name) => [name, true]));
  const timers = new Map<string, NodeJS.Timeout>();
  const answered: Answered[] = [];
  const isUp = (name: string) => up.get(name) === true;
  const turnLater = (name: string) => {
    const ms = phaseMs(name) * (1 + random());
    timers.set(
      name,
      setTimeout(() => {
        up.set(name, !isUp(name));
        turnLater(name);
      }, ms),
    );
  };
  for (const name of names) turnLater(name);

  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    answered.push({ name, at: performance.now(), up: isUp(name) });
    if (isUp(name)) response.end('ok');
    else fail(response, random());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the target has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    answered,
    isUp,
    settle(name, isUpNow) {
      clearTimeout(timers.get(name));
      up.set(name, isUpNow);
    },
    async stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** One way or another of being down; one in ten never answers. */
function fail(response: ServerResponse, chance: number): void {
  if (chance < 0.1) return;
  if (chance < 0.3) response.destroy();
  else response.writeHead(503).end('down');
}
