/** What a service that calls us says: a run begins, or how it ended. */
export interface Ping {
  /** Epoch ms of its arrival. */
  readonly at: number;
  readonly kind: 'start' | 'success' | 'fail';
  /** Where the ping named one; 0 is a success, everything else a failure. */
  readonly exitCode?: number;
  /** Tells runs that overlap apart. */
  readonly runId?: string;
  /** What came with it: plain text, redacted, at most 10 kB. */
  readonly message?: string;
}

/** The end of a run. */
export interface EndedRun extends Ping {
  readonly kind: 'success' | 'fail';
  /** From its start, where that was told. */
  readonly durationMs?: number;
}

/** A run that has begun and not ended. */
export interface RunUnderWay {
  readonly startedAt: number;
  readonly runId?: string;
}

/** Everything that is remembered of a service that calls us. */
export interface Heartbeat {
  /** The last 20 pings, newest first, without what came with them. */
  readonly pings: readonly Omit<EndedRun | Ping, 'message'>[];
  /** How many came in all. */
  readonly count: number;
  /** Oldest first, at most 20. */
  readonly running: readonly RunUnderWay[];
  /** The last run that ended, however. */
  readonly ended?: EndedRun;
  readonly lastSuccessAt?: number;
}

const mostRemembered = 20;
const nothingYet: Heartbeat = { pings: [], count: 0, running: [] };

/** Folds one ping into what is remembered. A run without an id takes the place of another without one. */
export function reduceHeartbeat(heartbeat: Heartbeat = nothingYet, ping: Ping): Heartbeat {
  const { message: _, ...told } = ping;
  const others = heartbeat.running.filter(({ runId }) => runId !== ping.runId);
  if (!isEnd(ping)) {
    const begun: RunUnderWay = { startedAt: ping.at, ...(ping.runId !== undefined && { runId: ping.runId }) };
    return { ...remember(heartbeat, told), running: [...others, begun].slice(-mostRemembered) };
  }
  const began = heartbeat.running.find(({ runId }) => runId === ping.runId);
  const duration = began === undefined ? {} : { durationMs: Math.max(0, ping.at - began.startedAt) };
  return {
    ...remember(heartbeat, { ...told, ...duration }),
    running: others,
    ended: { ...ping, ...duration },
    ...(ping.kind === 'success' && { lastSuccessAt: ping.at }),
  };
}

function isEnd(ping: Ping): ping is EndedRun {
  return ping.kind !== 'start';
}

function remember(heartbeat: Heartbeat, ping: Heartbeat['pings'][number]): Heartbeat {
  return {
    ...heartbeat,
    pings: [ping, ...heartbeat.pings].slice(0, mostRemembered),
    count: heartbeat.count + 1,
  };
}

/** The same, told by a wall clock that was set forward by so many ms. */
export function shiftHeartbeat(heartbeat: Heartbeat, ms: number): Heartbeat {
  const { pings, running, ended, lastSuccessAt } = heartbeat;
  return {
    ...heartbeat,
    pings: pings.map((ping) => ({ ...ping, at: ping.at + ms })),
    running: running.map((run) => ({ ...run, startedAt: run.startedAt + ms })),
    ...(ended !== undefined && { ended: { ...ended, at: ended.at + ms } }),
    ...(lastSuccessAt !== undefined && { lastSuccessAt: lastSuccessAt + ms }),
  };
}
