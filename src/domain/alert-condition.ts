import type { AlertRule } from './alert-rule.ts';
import type { CheckResult, Finding, Severity } from './check-result.ts';
import { changeShare } from './flapping.ts';
import type { Health } from './health.ts';
import { type NotifiedService, notified } from './notification.ts';

/** What a result, with the health it led to, says about one rule; a rule that is not mentioned stays as it was. */
export type Condition =
  | {
      readonly rule: AlertRule;
      /** Which alert of the rule, where a rule has several about one service. */
      readonly part?: string;
      readonly holds: true;
      /** Epoch ms of when it began. */
      readonly startedAt: number;
      readonly severity: Severity;
      readonly about: NotifiedService;
      readonly stage?: number;
    }
  | {
      readonly rule: AlertRule;
      readonly part?: string;
      readonly holds: false;
      /** Epoch ms of the first result without it. */
      readonly endedAt: number;
      /** What the end says instead of what was said last. */
      readonly message?: string;
    };

export interface ConditionSource {
  readonly result: CheckResult;
  /** Folded with that result. */
  readonly health: Health;
  /** At which times before a certificate's expiry to tell of it again, ms. */
  readonly certificateStagesMs: readonly number[];
}

/** What one result says about every rule that concerns services; a result that did not look says nothing. */
export function conditionsOf(source: ConditionSource): readonly Condition[] {
  if (source.result.status === 'unknown') return [];
  return [unhealthy, slow, degraded, flapping, certificate].flatMap((conditionOf) => conditionOf(source) ?? []);
}

type ConditionOf = (source: ConditionSource) => Condition | undefined;

const unhealthy: ConditionOf = ({ result, health }) => {
  if (health.status !== 'unhealthy') return { rule: 'unhealthy', holds: false, endedAt: health.sinceAt };
  // A better result on the way to recovery must not take the place of what it was down for.
  if (result.status !== 'unhealthy') return undefined;
  return {
    rule: 'unhealthy',
    holds: true,
    startedAt: health.sinceAt,
    severity: 'critical',
    about: { ...notified(result), severity: 'critical' },
  };
};

const slow: ConditionOf = ({ result, health }) => {
  if (health.slow === undefined) return undefined;
  if (!health.slow.holds) return { rule: 'slow', holds: false, endedAt: health.slow.sinceAt };
  const finding = findingOf(result, 'slow');
  if (finding === undefined) return undefined;
  const startedAt = health.slow.sinceAt;
  return { rule: 'slow', holds: true, startedAt, severity: 'critical', about: notified(result, finding) };
};

const degraded: ConditionOf = ({ result, health }) => {
  if (health.status === 'healthy') return { rule: 'degraded', holds: false, endedAt: health.sinceAt };
  if (health.status !== 'degraded' || result.status === 'healthy') return undefined;
  const about = notified(result);
  return { rule: 'degraded', holds: true, startedAt: health.sinceAt, severity: about.severity, about };
};

const flapping: ConditionOf = ({ result, health }) => {
  const { startedAt } = result;
  if (!health.flapping) return { rule: 'flapping', holds: false, endedAt: startedAt };
  const share = Math.round(changeShare(health.recent) * 100);
  const message = `changes its state all the time: ${share} % changes among its last ${health.recent.length} results`;
  const about = notified(result, { reason: 'flapping', severity: 'warning', message });
  return { rule: 'flapping', holds: true, startedAt, severity: 'warning', about };
};

const certificate: ConditionOf = ({ result, certificateStagesMs }) => {
  const finding = findingOf(result, 'certificate_expiring') ?? findingOf(result, 'tls_expired');
  const { startedAt } = result;
  if (finding === undefined) {
    const answered = result.attempts.at(-1)?.reason === 'ok';
    return answered ? { rule: 'certificate', holds: false, endedAt: startedAt } : undefined;
  }
  const about = notified(result, finding);
  const leftMs = finding.reason === 'tls_expired' ? 0 : leastValidityMs(result);
  const stage = stageOf(leftMs, certificateStagesMs);
  return { rule: 'certificate', holds: true, startedAt, severity: finding.severity, about, stage };
};

/** Until the first certificate of the chain expires; endless without a chain. */
function leastValidityMs({ observation, startedAt }: CheckResult): number {
  return Math.min(...(observation?.tls?.chain ?? []).map(({ validToAt }) => validToAt - startedAt));
}

// Further away than any stage: the certificate's own warning was what told of it.
const beforeAllStages = Number.MAX_SAFE_INTEGER;

/** The smallest stage that is not yet passed; 0 once it has expired. */
function stageOf(leftMs: number, stagesMs: readonly number[]): number {
  if (leftMs <= 0) return 0;
  return Math.min(beforeAllStages, ...stagesMs.filter((stageMs) => stageMs >= leftMs));
}

function findingOf({ findings }: CheckResult, wanted: Finding['reason']): Finding | undefined {
  return findings.find(({ reason }) => reason === wanted);
}
