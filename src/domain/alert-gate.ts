import type { Alert, GateReason } from './alert.ts';
import type { AlertRule } from './alert-rule.ts';
import { type Dependencies, failingParent } from './dependency.ts';
import type { Health } from './health.ts';
import type { Incident } from './incident.ts';
import type { Destination } from './routes.ts';
import { type MaintenanceWindow, maintenanceOf, type ServiceIdentity, type Silence, silenceOf } from './silence.ts';

/** Everything that may speak against sending a message about an alert now. */
export interface GateView {
  readonly alert: Alert;
  /** Absent for a trouble of svcmon itself. */
  readonly service?: ServiceIdentity;
  readonly health?: Health;
  readonly incident?: Incident;
  readonly paused: boolean;
  readonly destinations: readonly Destination[];
  readonly turnedOn: ReadonlySet<AlertRule>;
  readonly silences: readonly Silence[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Whether our own network is down. */
  readonly offline: boolean;
  readonly dependencies: Dependencies;
  readonly nowAt: number;
}

/** A reason not to send, with its particulars. */
export interface ClosedGate {
  readonly reason: GateReason;
  readonly text: string;
}

/** Says why the message must wait; undefined where it need not. */
type Gate = (view: GateView) => string | undefined;

const notAskedFor: Gate = ({ alert, turnedOn }) =>
  turnedOn.has(alert.rule) ? undefined : `the rule "${alert.rule}" is not turned on`;

const noRoute: Gate = ({ destinations }) =>
  destinations.length > 0 ? undefined : 'no route leads this alert to a channel';

const paused: Gate = (view) => (view.paused ? 'the service is paused' : undefined);

const maintenance: Gate = ({ service, maintenance: windows, nowAt }) => {
  const window = service && maintenanceOf(windows, service, nowAt);
  return window && `suppressed: maintenance "${window.name}" until ${instantText(window.endsAt)}`;
};

const silenced: Gate = ({ service, silences, nowAt }) => {
  const silence = service && silenceOf(silences, service, nowAt);
  return silence && `suppressed: silenced by ${silence.by} until ${instantText(silence.endsAt)}`;
};

const parentDown: Gate = ({ service, dependencies }) => {
  const parent = service && failingParent(service.name, dependencies);
  return parent && `suppressed: ${parent} is down`;
};

const monitorOffline: Gate = ({ service, offline }) =>
  service && offline ? 'suppressed: our own network is down' : undefined;

// What is no single change of state.
const toldWhileFlapping: ReadonlySet<AlertRule> = new Set(['flapping', 'certificate', 'slo_burn', 'deployment']);

const flapping: Gate = ({ alert, health }) =>
  health?.flapping === true && !toldWhileFlapping.has(alert.rule) ? 'suppressed: the service is flapping' : undefined;

const acknowledged: Gate = ({ incident }) =>
  incident?.acknowledged && `acknowledged by ${incident.acknowledged.by}: no reminders`;

// The last instant that a Date can hold (ECMA-262 §21.4.1.1): who silences for ever may well say so with a larger number.
const lastInstant = 8_640_000_000_000_000;

function instantText(at: number): string {
  return new Date(Math.min(at, lastInstant)).toISOString();
}

/** The reasons not to send an opening message, in the order they are asked. None of them ever stops a recovery. */
const openingGates: readonly (readonly [GateReason, Gate])[] = [
  ['not_asked_for', notAskedFor],
  ['no_route', noRoute],
  ['paused', paused],
  ['maintenance', maintenance],
  ['silenced', silenced],
  ['parent_down', parentDown],
  ['monitor_offline', monitorOffline],
  ['flapping', flapping],
];

const reminderGates = [['acknowledged', acknowledged], ...openingGates] as const;

/** The first reason not to send that message now; undefined when it may go. */
export function closedGate(kind: 'firing' | 'reminder', view: GateView): ClosedGate | undefined {
  for (const [reason, gate] of kind === 'firing' ? openingGates : reminderGates) {
    const text = gate(view);
    if (text !== undefined) return { reason, text };
  }
  return undefined;
}
