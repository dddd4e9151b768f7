import type { Config } from '../../config/config.ts';
import type { OutboxItem } from '../../domain/alert.ts';
import type { ReportMessage } from '../../domain/report-message.ts';
import { type DueReport, dueReport, type ReportSchedule } from '../../domain/report-schedule.ts';
import { createMakeId } from '../../monitor/make-id.ts';
import { dataHashOf } from '../../reporting/sla/document.ts';
import { reportMessage } from '../../reporting/sla/message.ts';
import { slaFormatsNamed } from '../../reporting/sla/registry.ts';
import { systemTurn } from '../../resilience/loop-pace.ts';
import type { Store } from '../../storage/store.ts';
import { version } from '../../version.ts';
import { buildSlaReport } from '../build-sla-report.ts';
import type { Effects } from '../effects.ts';
import type { Log } from '../log.ts';
import type { ResultPath } from '../result-path.ts';
import { stemOf, writeReportFiles } from './report-files.ts';
import type { SlaSource } from './source.ts';

export interface DueReportsParts {
  readonly store: SlaSource & Pick<Store, 'reportMarks'>;
  readonly path: Pick<ResultPath, 'ledger' | 'delivery'>;
  readonly effects: Pick<Effects, 'clock' | 'random'>;
  readonly log: Log;
  /** Ends the making of a report, which is then tried again. */
  readonly signal: AbortSignal;
}

/**
 * Makes the reports that are due: writes their files, then stores in one commit that they are made and what their channels
 * are owed, so that each is sent once, also after a restart. A schedule that is new begins with the next time it is due;
 * of several times that were missed the last is made up for. Rejects with StoreUnavailable, or with the system's error of
 * a file: then it is to be tried again.
 */
export async function makeDueReports(config: Config, parts: DueReportsParts): Promise<void> {
  const { store, path, effects } = parts;
  const { timezone, schedule } = config.reports;
  // What is held in memory only cannot be seen in the store.
  if (schedule.length === 0 || !path.ledger.isAvailable()) return;
  const marks = await store.reportMarks();
  const nowAt = effects.clock.now();
  const fresh = schedule.filter(({ name }) => !marks.has(name));
  if (fresh.length > 0) {
    path.ledger.apply({ reportMarks: fresh.map(({ name }) => ({ schedule: name, madeAt: nowAt })) });
    await path.ledger.saved();
  }
  for (const entry of schedule) {
    const afterAt = marks.get(entry.name) ?? nowAt;
    const due = dueReport(entry, { timezone, nowAt, afterAt });
    if (due !== undefined) await makeReport(entry, due, { config, parts });
  }
}

interface Making {
  readonly config: Config;
  readonly parts: DueReportsParts;
}

async function makeReport(schedule: ReportSchedule, due: DueReport, { config, parts }: Making): Promise<void> {
  const { store, path, effects, log } = parts;
  const { timezone, directory } = config.reports;
  const generatedAt = effects.clock.now();
  const services = config.services.map(({ service }) => service);
  const report = await buildSlaReport(
    { period: due.period, timezone, services, groups: config.groups, nowAt: generatedAt },
    { source: store, nextTurn: () => nextTurn(parts.signal) },
  );
  const files = await writeReportFiles({
    report,
    header: { generatedAt, version, dataHash: dataHashOf(report) },
    formats: slaFormatsNamed(schedule.formats),
    directory,
    stem: stemOf(due.period.label),
  });
  const message = reportMessage(report, files);
  const configured = new Set(config.alerts.channels.map(({ name }) => name));
  const channels = schedule.channels.filter((name) => configured.has(name));
  const outbox = channels.map((channel) => owedReport(channel, { schedule, message, effects }));
  path.ledger.apply({ outbox, reportMarks: [{ schedule: schedule.name, madeAt: due.dueAt }] });
  await path.ledger.saved();
  path.delivery.deliver(outbox);
  log.info('a report was made', {
    report: schedule.name,
    period: due.period.label,
    files: files.map(({ name }) => name).join(' '),
    ...(channels.length > 0 && { channels: channels.join(' ') }),
  });
}

async function nextTurn(signal: AbortSignal): Promise<void> {
  await systemTurn();
  signal.throwIfAborted();
}

interface Owing {
  readonly schedule: ReportSchedule;
  readonly message: ReportMessage;
  readonly effects: DueReportsParts['effects'];
}

function owedReport(channel: string, { schedule, message, effects }: Owing): OutboxItem {
  const createdAt = effects.clock.now();
  return {
    id: createMakeId(effects)(),
    channel,
    kind: 'report',
    dedupKey: `report/${schedule.name}/${message.label}`,
    about: reportAsService(message, createdAt),
    report: message,
    createdAt,
    notBeforeAt: createdAt,
    attempts: 0,
    state: 'pending',
  };
}

/** What lists of messages show of it. */
function reportAsService({ label, line }: ReportMessage, checkedAt: number): OutboxItem['about'] {
  const name = `SLA report ${label}`;
  return { name, target: '', reason: 'ok', severity: 'info', message: line, attempts: 0, checkedAt };
}
