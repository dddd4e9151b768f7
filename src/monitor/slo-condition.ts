import type { Condition } from '../domain/alert-condition.ts';
import { type BurntBudget, burnMessage, latencyBurnMessage } from '../domain/burn-message.ts';
import type { Burning } from '../domain/burn-rate.ts';
import { sloPeriodAt } from '../domain/slo.ts';
import type { SloStanding, StandingContext } from '../domain/slo-standing.ts';
import { StoreUnavailable } from '../storage/store.ts';
import type { Promised } from './slo-burn.ts';
import { type PromisedService, readSloStandings, type SloHistory } from './slo-history.ts';

/** How a service stands with its budgets; empty where that could not be read. */
export interface Budgets {
  readonly standing?: SloStanding;
  readonly timezone?: string;
}

/** Reads how much of its budgets a service has left: what a message says beside how fast they burn. */
export async function readBudgets(
  service: PromisedService,
  store: SloHistory,
  context: StandingContext,
): Promise<Budgets> {
  const { timezone } = context;
  try {
    const standing = (await readSloStandings([service], store, context)).get(service.name);
    return { timezone, ...(standing && { standing }) };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { timezone };
  }
}

export interface BurnConditionParts {
  readonly service: PromisedService;
  readonly promised: Promised;
  readonly found: Burning;
  readonly budgets: Budgets;
  /** What was asked last, redacted. */
  readonly target: string;
  readonly nowAt: number;
}

type Holding = Omit<Extract<Condition, { holds: true }>, 'rule' | 'part'>;

/** A budget that burns, as what an alert is made of. */
export function burnCondition(parts: BurnConditionParts): Holding {
  const { service, promised, found, target, nowAt } = parts;
  const { severity } = found.tier;
  const about = {
    name: service.name,
    ...(service.group !== undefined && { group: service.group }),
    target,
    reason: promised === 'latency' ? 'slo_latency_burn' : 'slo_burn',
    severity,
    message: messageOf(parts),
    attempts: 0,
    checkedAt: nowAt,
    ...(service.runbook !== undefined && { runbook: service.runbook }),
  } as const;
  return { holds: true, startedAt: nowAt, severity, about };
}

function messageOf({ service, promised, found, budgets, nowAt }: BurnConditionParts): string {
  const { latency } = service.slo.objective;
  const budget = budgetOf(service, budgets, nowAt);
  if (promised === 'availability' || latency === undefined) {
    return burnMessage(found, { ...budget, ...leftOf(budgets.standing) });
  }
  return latencyBurnMessage(found, latency, { ...budget, ...leftOf(budgets.standing?.latency) });
}

function leftOf(of: { readonly leftShare?: number } | undefined): Pick<BurntBudget, 'leftShare'> {
  return of?.leftShare === undefined ? {} : { leftShare: of.leftShare };
}

function budgetOf({ slo: { window } }: PromisedService, { standing, timezone = 'UTC' }: Budgets, nowAt: number) {
  const { fromAt, toAt } = sloPeriodAt(window, nowAt, timezone);
  const remainingMs = 'rollingMs' in window ? window.rollingMs : toAt - nowAt;
  const toComeMs = toAt - nowAt;
  const budgetForMs = standing === undefined ? toAt - fromAt : standing.availability.serviceMs + toComeMs;
  return { window, remainingMs, budgetForMs };
}
