import type { Incident } from '../api/types.ts';
import { formatDuration } from '../format.ts';
import { servicePath } from '../paths.ts';
import { Link } from '../router.tsx';
import { useNow } from '../state/time.ts';
import { StateMark } from '../widgets/status.tsx';
import { type Column, Table } from '../widgets/table.tsx';
import { Moment } from '../widgets/time.tsx';

/** Incidents, each with the way to its story. */
export function IncidentTable({
  incidents,
  hasService,
}: {
  readonly incidents: readonly Incident[];
  /** Whether they are of several services. */
  readonly hasService: boolean;
}) {
  const columns: readonly Column<Incident>[] = [
    {
      title: 'Incident',
      isHead: true,
      cell: ({ id, message }) => <Link to={`/incidents/${encodeURIComponent(id)}`}>{message}</Link>,
    },
    ...(hasService
      ? [{ title: 'Service', cell: ({ service }: Incident) => <Link to={servicePath(service)}>{service}</Link> }]
      : []),
    { title: 'State', cell: (incident) => <IncidentState incident={incident} /> },
    { title: 'Started', cell: ({ started }) => <Moment at={started} /> },
    { title: 'Duration', isNumber: true, cell: (incident) => <IncidentDuration incident={incident} /> },
    { title: 'Acknowledged', cell: ({ acknowledged }) => acknowledged?.by ?? <span class="quiet">–</span> },
  ];
  return <Table caption="Incidents" columns={columns} rows={incidents} keyOf={({ id }) => id} isEven />;
}

/** Whether it is over. */
export function IncidentState({ incident: { closed, closed_as, status } }: { readonly incident: Incident }) {
  if (closed === null) return <StateMark state={status} text={`open, ${status}`} />;
  return <span class="quiet">{closed_as === 'removed' ? 'removed' : 'recovered'}</span>;
}

/** From the first failure to the recovery, or to now. */
export function IncidentDuration({ incident: { started, recovered, closed } }: { readonly incident: Incident }) {
  const from = Date.parse(started);
  const end = recovered ?? closed;
  const text = useNow((at) => formatDuration((end === null ? at : Date.parse(end)) - from));
  return <>{text}</>;
}
