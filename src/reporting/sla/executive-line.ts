import { floorPercent } from '../../domain/availability.ts';
import type { Figures, SlaReport } from '../../domain/sla-report.ts';
import { lengthText } from './length-text.ts';
import { latencyPromiseText, missedByMs, nameText, percentText, promisedText } from './wording.ts';

/** One promise of a report: of availability or of latency, of a service or a group. */
export interface Target {
  /** `api`, `group shop`. */
  readonly subject: string;
  readonly kind: 'availability' | 'latency';
  readonly verdict: 'met' | 'missed' | 'insufficient_data';
  readonly figures: Figures;
}

/** Every promise, in the order of the report. */
export function targetsOf({ services, groups, overall }: SlaReport): readonly Target[] {
  return [
    ...services.flatMap((service) => targetsIn(nameText(service.service), service)),
    ...[...groups, overall].flatMap((group) => targetsIn(nameText(`${group.kind} ${group.name}`), group)),
  ];
}

function targetsIn(subject: string, figures: Figures): readonly Target[] {
  const { verdict, latencyVerdict } = figures;
  return [
    ...(verdict ? [{ subject, kind: 'availability' as const, verdict: verdict.verdict, figures }] : []),
    ...(latencyVerdict ? [{ subject, kind: 'latency' as const, verdict: latencyVerdict, figures }] : []),
  ];
}

const mostNamed = 3;

/** The report in one line: `11 of 12 targets met; api missed 99.9 % by 18 min`. */
export function executiveLine(report: SlaReport): string {
  const targets = targetsOf(report);
  const { availability } = report.overall.availability;
  if (availability === undefined) return 'Nothing was measured in this period: insufficient data';
  if (targets.length === 0) {
    return `No objective is set; overall ${floorPercent(availability)} % of the measured time was up`;
  }
  const met = targets.filter(({ verdict }) => verdict === 'met').length;
  const missed = targets.filter(({ verdict }) => verdict === 'missed');
  const unjudged = targets.filter(({ verdict }) => verdict === 'insufficient_data');
  const parts = [
    met === targets.length && met > 1
      ? `All ${met} targets met`
      : `${met} of ${targets.length} ${targets.length === 1 ? 'target' : 'targets'} met`,
    ...named(missed.map(missedText), ' missed'),
    ...named([...new Set(unjudged.map(({ subject }) => subject))], '').map((text) => {
      return `too little data to judge ${text}`;
    }),
  ];
  return parts.join('; ');
}

function named(texts: readonly string[], rest: string): readonly string[] {
  if (texts.length === 0) return [];
  const more = texts.length - mostNamed;
  return [`${texts.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more${rest}` : ''}`];
}

/** `api missed 99.9 % by 18 min`, `api missed 99 % within 500 ms with 97.21 %`. */
export function missedText({ subject, kind, figures }: Target): string {
  const { objective, latency } = figures;
  if (objective === undefined) return subject;
  if (kind === 'availability') {
    return `${subject} missed ${promisedText(objective.availability)} by ${lengthText(missedByMs(figures))}`;
  }
  const promise = objective.latency === undefined ? '' : latencyPromiseText(objective.latency);
  return `${subject} missed ${promise} with ${percentText(latency.underShare)}`;
}
