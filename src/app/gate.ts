import type { Clock } from '../domain/clock.ts';
import type { Deployment } from '../domain/deployment.ts';
import { isUnjudged } from '../domain/deployment-evidence.ts';
import { type GatedResult, type GateStanding, type GateTerms, gateStanding } from '../domain/gate.ts';
import { type StartTimer, sleep } from '../resilience/timer.ts';

export interface GateParts {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  readonly signal: AbortSignal;
  /** What a monitor has stored since then, oldest first, epoch ms. */
  stored(fromAt: number): Promise<readonly GatedResult[]>;
  /** Looks at the service itself; nothing where it was interrupted. */
  look(): Promise<GatedResult | undefined>;
  /** The deployment from which is counted, where there is one. */
  deployment(): Promise<Deployment | undefined>;
  /** Told of every change. */
  told(standing: GateStanding): void;
}

export interface GateOrder extends GateTerms {
  /** Results before that do not count, epoch ms. */
  readonly fromAt: number;
  readonly timeoutMs: number;
  /** Between two own looks, ms. */
  readonly ownIntervalMs: number;
}

/** What a gate came to. */
export interface GateOutcome {
  readonly outcome: 'proven' | 'failed' | 'not_proven';
  readonly standing: GateStanding;
  /** The deployment that has failed, or was rolled back. */
  readonly deployment?: Deployment;
  readonly waitedMs: number;
  /** Who looked. */
  readonly source: 'monitor' | 'own';
}

const pollEveryMs = 1_000;
// A check may take a while, and a monitor a moment to store what it found.
const lateByMs = 15_000;

/**
 * Waits until results prove the service healthy, until it is confirmed to be down, its deployment has failed, or the time is
 * over. While a monitor stores results of it these are what counts; where none comes for two intervals it looks by itself.
 */
export async function waitAtGate(order: GateOrder, parts: GateParts): Promise<GateOutcome> {
  const { clock, startTimer, signal } = parts;
  const beganAt = clock.monotonic();
  const own: GatedResult[] = [];
  let nextLookAt = beganAt;
  let source: GateOutcome['source'] = 'own';
  for (;;) {
    const recentAt = clock.now() - 2 * order.intervalMs - lateByMs;
    const stored = await parts.stored(Math.min(order.fromAt, recentAt));
    source = stored.some(({ startedAt }) => startedAt >= recentAt) ? 'monitor' : 'own';
    if (source === 'own' && clock.monotonic() >= nextLookAt) {
      nextLookAt = clock.monotonic() + order.ownIntervalMs;
      own.push(...[(await parts.look()) ?? []].flat());
    }
    const results = [...stored.filter(({ startedAt }) => startedAt >= order.fromAt), ...own];
    const standing = gateStanding(
      results.toSorted((a, b) => a.startedAt - b.startedAt),
      order,
    );
    parts.told(standing);
    const deployment = failedOnly(await parts.deployment());
    const waitedMs = clock.monotonic() - beganAt;
    const outcome = outcomeOf(standing, deployment, waitedMs >= order.timeoutMs || signal.aborted);
    if (outcome !== undefined) return { outcome, standing, waitedMs, source, ...(deployment && { deployment }) };
    await sleep(Math.min(pollEveryMs, order.timeoutMs - waitedMs), { startTimer, signal });
  }
}

function outcomeOf(
  { kind }: GateStanding,
  failed: Deployment | undefined,
  isOver: boolean,
): GateOutcome['outcome'] | undefined {
  if (failed !== undefined || kind === 'down') return 'failed';
  if (kind === 'proven') return 'proven';
  return isOver ? 'not_proven' : undefined;
}

/** What could not be judged says nothing against it. */
function failedOnly(deployment: Deployment | undefined): Deployment | undefined {
  if (deployment?.status === 'rolled_back') return deployment;
  const reason = deployment?.status === 'failed' ? deployment.evidence?.reason : undefined;
  return reason === undefined || isUnjudged(reason) ? undefined : deployment;
}
