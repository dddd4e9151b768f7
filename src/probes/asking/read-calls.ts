import type { Complaint, ComplaintReason } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import type { EndedRun, Heartbeat } from '../../domain/heartbeat.ts';
import type { HeartbeatPlan } from '../../domain/heartbeat-plan.ts';
import { type HeartbeatFault, type HeartbeatVerdict, judgeHeartbeat } from '../../domain/heartbeat-verdict.ts';
import type { Detail, Observation } from '../../domain/observation.ts';
import type { Calls } from '../probe.ts';

/** What the pings of a service show at that instant. Throws a Failure where nobody can know. */
export function readCalls(plan: HeartbeatPlan, calls: Calls | undefined, now: number): Observation {
  if (calls === undefined) {
    throw new Failure('not_listening', 'nobody listens to it: that is done by svcmon monitor, with server.listen set');
  }
  const { heartbeat, gaps } = calls;
  if (heartbeat === undefined)
    throw new Failure('no_ping_yet', 'no ping has come yet: svcmon heartbeats shows its URL');
  const verdict = judgeHeartbeat({ plan, heartbeat, gaps, now });
  const facts = factsOf(heartbeat, verdict, now);
  if (verdict.state === 'unheard') {
    const message = `svcmon was not listening when a ping was due: ${verdict.summary}`;
    throw new Failure('not_listening', message, { facts });
  }
  return {
    type: 'heartbeat',
    responseTimeMs: 0,
    untimed: true,
    phases: {},
    ...facts,
    complaints: verdict.faults.map(complaintOf),
  };
}

const reasons: Readonly<Record<HeartbeatFault['state'], ComplaintReason>> = {
  failed: 'reported_unhealthy',
  missed: 'ping_missed',
  overrun: 'run_overdue',
};

function complaintOf({ state, message }: HeartbeatFault): Complaint {
  return { status: 'unhealthy', reason: reasons[state], message };
}

function factsOf(heartbeat: Heartbeat, { state, summary, dueAt }: HeartbeatVerdict, now: number) {
  const { pings, count, ended, lastSuccessAt } = heartbeat;
  const last = pings[0];
  const details: Record<string, Detail | undefined> = {
    state,
    last_ping: last && Math.max(0, now - last.at),
    last_success: lastSuccessAt === undefined ? undefined : Math.max(0, now - lastSuccessAt),
    ...endOf(ended),
    due_in: dueAt === undefined ? undefined : dueAt - now,
    pings: count,
  };
  const known = Object.entries(details).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    summary,
    details: Object.fromEntries(known),
    ...(ended?.message !== undefined && { body: ended.message }),
  };
}

function endOf(ended: EndedRun | undefined) {
  return { duration: ended?.durationMs, exit_code: ended?.exitCode };
}
