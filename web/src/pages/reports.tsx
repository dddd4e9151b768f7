import { send } from '../api/client.ts';
import type { ReportMonths, SlaFigures, SlaReport } from '../api/types.ts';
import { formatDuration, formatMs, formatShare } from '../format.ts';
import { servicePath } from '../paths.ts';
import { ServiceSheet } from '../report/sheet.tsx';
import { Link, PageTitle, useChoice } from '../router.tsx';
import { useAction } from '../state/action.ts';
import { useResource } from '../state/resource.ts';
import { Card } from '../widgets/card.tsx';
import { Empty, Loaded, Refused } from '../widgets/states.tsx';
import { type Column, type Detail, Table } from '../widgets/table.tsx';

/** SLA figures of a month, on the page and as files. */
export function ReportsPage() {
  const months = useResource<ReportMonths>('/reports');
  return (
    <>
      {months.data === undefined && <PageTitle title="Reports">Reports</PageTitle>}
      <Loaded of={months} what="the months">
        {(data) => (data.months.length === 0 ? <NoMonths /> : <Month months={data.months.map(({ month }) => month)} />)}
      </Loaded>
    </>
  );
}

function NoMonths() {
  return (
    <>
      <PageTitle title="Reports">Reports</PageTitle>
      <Empty title="No history yet" command="svcmon report --last 1d">
        A report can be made once the first checks are stored, about 30 s after the start.
      </Empty>
    </>
  );
}

function Month({ months }: { readonly months: readonly string[] }) {
  const [month, setMonth] = useChoice('month', months[0] ?? '');
  const report = useResource<SlaReport>(`/reports/sla?month=${encodeURIComponent(month)}&format=json`);
  return (
    <>
      <div class="page-head">
        <PageTitle title="Reports">Reports</PageTitle>
        <label class="month">
          Month{' '}
          <select value={month} onChange={(event) => setMonth(event.currentTarget.value)}>
            {months.map((one) => (
              <option key={one} value={one}>
                {monthName(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Loaded of={report} what="the report">
        {(data) => (
          <>
            <div class="report-head">
              <p class="lead">{data.executive_line}</p>
              <p class="quiet">
                Calendar of {data.period.timezone}
                {!data.period.complete && ', period to date'}. Data hash <code>{data.data_hash.slice(0, 12)}</code>.
              </p>
            </div>
            <Card title="Services" flush aside={<Downloads month={month} />}>
              {data.services.length === 0 ? (
                <Empty title="No data in this month" />
              ) : (
                <Table
                  caption={`SLA figures, ${monthName(month)}`}
                  columns={columns}
                  rows={data.services}
                  keyOf={({ name }) => name}
                  detail={sheet}
                />
              )}
            </Card>
          </>
        )}
      </Loaded>
    </>
  );
}

const formats = [
  ['html', 'HTML'],
  ['csv', 'CSV'],
  ['md', 'Markdown'],
  ['json', 'JSON'],
] as const;

function Downloads({ month }: { readonly month: string }) {
  const download = useAction(async (format: string) => {
    const response = await send(`api/v1/reports/sla?month=${encodeURIComponent(month)}&format=${format}`);
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = `${month}.${format}`;
    link.click();
    URL.revokeObjectURL(address);
  });
  return (
    <div>
      <div class="downloads actions">
        <span class="quiet" aria-hidden="true">
          Download
        </span>
        {formats.map(([format, name]) => (
          <button
            key={format}
            type="button"
            class="button"
            disabled={download.isRunning}
            onClick={() => download.run(format)}
          >
            <span class="hidden">Download as </span>
            {name}
          </button>
        ))}
        <button type="button" class="button" onClick={() => print()}>
          Print
        </button>
      </div>
      <Refused error={download.error} />
    </div>
  );
}

const sheet: Detail<SlaFigures> = {
  labelOf: ({ name }) => `Details of ${name}`,
  of: (figures) => <ServiceSheet figures={figures} />,
};

const verdicts: Readonly<Record<string, string>> = { met: '✓ Met', missed: '✕ Missed' };

const columns: readonly Column<SlaFigures>[] = [
  { title: 'Service', isHead: true, cell: ({ name }) => <Link to={servicePath(name)}>{name}</Link> },
  {
    title: 'Target',
    isNumber: true,
    cell: ({ objective }) => (objective === null ? '–' : `${Number((objective.availability * 100).toFixed(4))} %`),
  },
  {
    title: 'Availability',
    isNumber: true,
    cell: ({ availability, availability_lower, availability_upper, coverage }) => (
      <>
        <strong>{formatShare(availability)}</strong>
        {coverage !== null && coverage < 0.99 && (
          <>
            <span class="sub">
              {formatShare(availability_lower)} to {formatShare(availability_upper)}
            </span>
            <span class="sub">{formatShare(coverage, 1)} known</span>
          </>
        )}
      </>
    ),
  },
  {
    title: 'Downtime',
    isNumber: true,
    cell: ({ durations: { down_seconds } }) => (down_seconds === 0 ? 'none' : `${(down_seconds / 60).toFixed(1)} min`),
  },
  { title: 'Incidents', isNumber: true, cell: ({ incidents_began }) => incidents_began },
  {
    title: 'MTTR',
    isNumber: true,
    cell: ({ mttr_seconds }) => (mttr_seconds === null ? '–' : formatDuration(mttr_seconds * 1_000)),
  },
  {
    title: 'MTBF',
    isNumber: true,
    cell: ({ mtbf_seconds }) => (mtbf_seconds === null ? '–' : formatDuration(mtbf_seconds * 1_000)),
  },
  { title: 'p95', isNumber: true, cell: ({ latency }) => formatMs(latency.p95_ms) },
  {
    title: 'Budget left',
    isNumber: true,
    cell: ({ budget }) => (budget === null ? '–' : formatDuration(budget.left_seconds * 1_000)),
  },
  {
    title: 'Verdict',
    cell: ({ verdict }) =>
      verdict === null ? (
        <span class="quiet">no target</span>
      ) : (
        <span class={`verdict verdict-${verdict}`}>{verdicts[verdict] ?? '? Insufficient data'}</span>
      ),
  },
];

function monthName(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return month;
  return date.toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
