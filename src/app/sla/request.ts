import type { CheckTally } from '../../domain/check-tally.ts';
import type { NamedPeriod } from '../../domain/report-period.ts';
import type { ServiceIdentity } from '../../domain/silence.ts';
import type { Objective, ServiceFigures } from '../../domain/sla-report.ts';
import type { ServiceGroup, Slo } from '../../domain/slo.ts';
import type { SlaSource } from './source.ts';

/** A service of the configuration as a report needs it. */
export interface PromisedService extends ServiceIdentity {
  readonly slo?: Pick<Slo, 'objective'>;
}

/** What a report is to be made of. */
export interface SlaRequest {
  readonly period: NamedPeriod;
  /** An IANA zone. */
  readonly timezone: string;
  /** All that are configured. */
  readonly services: readonly PromisedService[];
  readonly groups: readonly ServiceGroup[];
  /** Of the services, configured or not; all without it. */
  readonly isSelected?: (service: ServiceIdentity) => boolean;
  /** For services that promise nothing themselves. */
  readonly objective?: Objective;
  readonly nowAt: number;
}

export interface SlaReportParts {
  readonly source: SlaSource;
  /** Resolves after the event loop has handled whatever has already come in. */
  readonly nextTurn: () => Promise<void>;
  /** Called with how much is done, from 0 to 1, and what is being done. */
  onProgress?(share: number, what: string): void;
}

/** A service that a report can be about. */
export interface Reported {
  readonly identity: ServiceIdentity;
  /** Whether it is still configured. */
  readonly isConfigured: boolean;
  /** What it promises itself. */
  readonly promised?: Objective;
}

/** The figures of a service and what they were made from. */
export interface Made extends Reported {
  readonly figures: ServiceFigures;
  readonly tally: CheckTally;
}
