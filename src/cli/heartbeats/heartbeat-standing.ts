import { type HeartbeatVerdict, judgeHeartbeat, noPingYet } from '../../domain/heartbeat-verdict.ts';
import { gapsIn } from '../../domain/listening.ts';
import type { Caller } from '../../monitor/call-desk.ts';
import type { StoredCalls } from '../../storage/store.ts';

/** How a service stands that calls us, by what is stored. */
export interface HeartbeatStanding {
  readonly service: string;
  /** With its token: whoever knows it can call in the name of the service. */
  readonly url: string;
  readonly verdict: HeartbeatVerdict;
  /** Absent before the first ping. */
  readonly lastPingAt?: number;
  readonly pings: number;
}

export interface StandingQuestion {
  readonly stored: StoredCalls;
  /** What every URL begins with. */
  readonly base: string;
  readonly now: number;
}

/** Judges one by what is stored. */
export function standingOf(
  { service, plan, token }: Caller,
  { stored: { heartbeats, listening }, base, now }: StandingQuestion,
): HeartbeatStanding {
  const heartbeat = heartbeats.get(service);
  const head = { service, url: `${base}${token}` };
  if (heartbeat === undefined) return { ...head, verdict: noPingYet, pings: 0 };
  const verdict = judgeHeartbeat({ plan, heartbeat, gaps: gapsIn(listening, now, 0), now });
  const lastPingAt = heartbeat.pings[0]?.at;
  return { ...head, verdict, pings: heartbeat.count, ...(lastPingAt !== undefined && { lastPingAt }) };
}
