import type { Condition } from '../domain/alert-condition.ts';
import { reduceAlerts } from '../domain/alert-lifecycle.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { decideOwn } from '../domain/decide.ts';
import { createChanges } from './changes.ts';
import { type OwnTrouble, ownConditionOf } from './own-trouble.ts';
import { end, fold, outlived, type PipelineParts, remove, type Step, tellingParts } from './pipeline-steps.ts';
import { createRepetitionFilter } from './repetition.ts';
import { ownName } from './service-states.ts';
import { watchStore } from './store-watch.ts';
import { tellOpen } from './telling.ts';

/** The one way in for every result, local or remote. Nothing here rejects. */
export interface Pipeline {
  /** Decides at once, in the given order; resolves when it is stored (or could not be) and told. The same service and start twice does nothing. */
  accept(results: readonly CheckResult[]): Promise<void>;
  /** Asks again what is owed for every open alert: gates may have opened, reminders be due, channels have been added. */
  review(): Promise<void>;
  /** Closes what is open of services that are not among these. */
  retain(services: ReadonlySet<string>): Promise<void>;
  /** What was found of a service beside its results, such as how fast its error budget burns. */
  observe(service: string, conditions: readonly Condition[]): Promise<void>;
  /** A trouble of svcmon itself begins, or goes on. */
  raise(trouble: OwnTrouble): Promise<void>;
  /** It has ended. */
  clear(rule: OwnTrouble['rule']): Promise<void>;
}

/** Joins the decisions to the ledger, the delivery and whoever listens: decide, write, tell. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { ledger, clock } = parts;
  const isRepeated = createRepetitionFilter(ledger.states);
  const begin = (): Step => ({ ...parts, changes: createChanges(ledger) });

  /** Looks who is to be told, then writes it all, then tells. */
  const conclude = async (services: Iterable<string>, { changes }: Step): Promise<void> => {
    const telling = tellingParts(parts);
    for (const service of services) for (const owed of tellOpen(service, telling)) changes.apply(owed);
    if (changes.events.length > 0 || changes.items.length > 0) await ledger.saved();
    parts.deliver(changes.items);
    for (const event of changes.events) parts.publish(event);
  };

  const pipeline: Pipeline = {
    async accept(results) {
      const step = begin();
      const touched = new Set<string>();
      for (const result of results) {
        const policy = parts.policyOf(result.service);
        if (policy === undefined || isRepeated(result)) continue;
        fold(result, policy, step);
        touched.add(result.service);
      }
      await conclude(touched, step);
    },
    async review() {
      const step = begin();
      const services = ledger.states.withAlerts();
      step.changes.apply({
        channels: ledger.told.relabel(services.flatMap((name) => ledger.states.of(name).channels)),
      });
      end(outlived(parts), step);
      await conclude(services.slice(0, mostAtOnce), step);
      for (let next = mostAtOnce; next < services.length; next += mostAtOnce) {
        await new Promise<void>((resolve) => parts.startTimer(0, resolve));
        await conclude(services.slice(next, next + mostAtOnce), begin());
      }
    },
    async retain(services) {
      const step = begin();
      for (const name of ledger.states.names()) {
        if (name !== ownName && !services.has(name)) remove(name, step);
      }
      await conclude([], step);
    },
    async observe(service, conditions) {
      if (parts.policyOf(service) === undefined) return;
      const step = begin();
      const { open, ended } = reduceAlerts(ledger.states.of(service).alerts, conditions, { service });
      step.changes.apply({ alerts: open });
      end(ended, step);
      await conclude([service], step);
    },
    async raise(trouble) {
      const step = begin();
      const { alerts } = ledger.states.of(ownName);
      step.changes.apply({ alerts: decideOwn(alerts, ownConditionOf(trouble, clock.now())).open });
      await conclude([ownName], step);
    },
    async clear(rule) {
      const step = begin();
      const { alerts } = ledger.states.of(ownName);
      const { ended } = decideOwn(alerts, { rule, holds: false, endedAt: clock.now() });
      end(ended, step);
      await conclude([ownName], step);
    },
  };
  watchStore({ ledger, publish: parts.publish, raise: pipeline.raise, clear: pipeline.clear });
  return pipeline;
}

// Some milliseconds of work, after which others have their turn.
const mostAtOnce = 250;
