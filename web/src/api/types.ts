import type * as schema from './schema.ts';

// Names for the shapes of the API, and for the parts of them that have none of their own there.
export type {
  Channel,
  ChannelTest,
  Deployment,
  Incident,
  IncidentDetail as IncidentStory,
  Message,
  Overview,
  PublicStatus,
  ReportMonths,
  Result,
  Series,
  Service,
  ServiceDetail,
  ServiceRow,
  Session,
  Silence,
  SilenceInput,
  SlaReport,
  System,
  Uptime,
  Window as MaintenanceWindow,
} from './schema.ts';

/** One page of a list. */
export interface List<T> extends Omit<schema.ServicePage, 'items'> {
  readonly items: readonly T[];
}

/** What is wrong with a request; status 0 where it was not answered. */
export type Problem = Omit<schema.Problem, 'type'>;

export type Status = schema.Service['status'];
export type State = schema.Series['timeline'][number]['state'];
/** A verdict, or what stands above all verdicts. */
export type ServiceState = keyof schema.Overview['counts'];
export type HeartbeatSlot = schema.ServiceRow['heartbeat'][number];
export type SeriesPoint = schema.Series['points'][number];
export type UptimeWindow = schema.Uptime['windows'][number];
export type TimelineEntry = schema.IncidentDetail['timeline'][number];
export type Evidence = NonNullable<schema.Result['evidence']>;
export type Assertion = NonNullable<schema.Result['assertions']>[number];
export type Phases = NonNullable<schema.Result['phases']>;
export type Match = schema.Silence['match'];
export type SlaFigures = schema.SlaReport['services'][number];
