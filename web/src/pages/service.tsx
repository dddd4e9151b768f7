import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Incident, List, Result, Series, ServiceDetail } from '../api/types.ts';
import { formatDuration } from '../format.ts';
import { IncidentTable } from '../incident/table.tsx';
import { servicePath } from '../paths.ts';
import { PageTitle, useChoice } from '../router.tsx';
import { ServiceActions } from '../service/actions.tsx';
import { Heartbeat } from '../service/heartbeat.tsx';
import { LastResult } from '../service/last-result.tsx';
import { type Limit, limitsOf } from '../service/limits.ts';
import { useUptime } from '../service/month.ts';
import { rangeOf, ranges, spanOf } from '../service/range.ts';
import { ResponseChart } from '../service/response-chart.tsx';
import { UptimeCards } from '../service/uptime.tsx';
import type { LiveEvent } from '../state/live.ts';
import { useResource } from '../state/resource.ts';
import { useNow } from '../state/time.ts';
import { tellRead } from '../state/trust.ts';
import { Card } from '../widgets/card.tsx';
import { Choices } from '../widgets/choices.tsx';
import { Freshness } from '../widgets/freshness.tsx';
import { ScrolledText } from '../widgets/scrolled-text.tsx';
import { Empty, Loaded } from '../widgets/states.tsx';
import { StateMark, stateOf } from '../widgets/status.tsx';
import { Moment, Until } from '../widgets/time.tsx';

/** Everything about one service. */
export function ServicePage({ name }: { readonly name: string }) {
  const path = servicePath(name);
  const isConcerned = ({ kind, data }: LiveEvent) => data.service === name && kind !== 'deployment';
  const service = useResource<ServiceDetail>(path, { isConcerned });
  const results = useResource<List<Result>>(`${path}/results?limit=1`, { isConcerned });
  const uptime = useUptime(name);
  const incidents = useResource<List<Incident>>(`/incidents?service=${encodeURIComponent(name)}&limit=10`, {
    isConcerned: (event) => event.kind === 'incident' && isConcerned(event),
  });
  useEffect(() => {
    if (service.readAt !== undefined) tellRead(service.readAt);
  }, [service.readAt]);
  const { data: detail } = service;
  const thresholds = JSON.stringify(detail?.thresholds);
  const limits = useMemo(() => (detail === undefined ? [] : limitsOf(detail)), [thresholds]);
  const reload = () => {
    for (const resource of [service, results, incidents]) resource.reload();
  };
  return (
    <>
      <PageTitle title={name}>{name}</PageTitle>
      <Loaded of={service} what={name}>
        {(data) => (
          <>
            <ServiceHead service={data} />
            <ServiceActions service={data} onDone={reload} />
          </>
        )}
      </Loaded>
      <History name={name} limits={limits} />
      <Card title="Uptime">
        <Loaded of={uptime} what="the uptime">
          {({ windows }) => <UptimeCards windows={windows} slo={detail?.slo ?? null} />}
        </Loaded>
      </Card>
      <Card title="Last check">
        <Loaded of={results} what="the last check">
          {({ items: [latest] }) =>
            latest === undefined ? (
              <p class="quiet">No check yet: the first is due within seconds.</p>
            ) : (
              <LastResult result={latest} />
            )
          }
        </Loaded>
      </Card>
      <Card title="Incidents" flush>
        <Loaded of={incidents} what="the incidents">
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="No incidents so far" />
            ) : (
              <IncidentTable incidents={items} hasService={false} />
            )
          }
        </Loaded>
      </Card>
      {service.data !== undefined && <Configuration config={service.data.config} />}
    </>
  );
}

function History({ name, limits }: { readonly name: string; readonly limits: readonly Limit[] }) {
  const [chosen, setChosen] = useChoice('range', '24h');
  const range = rangeOf(chosen);
  const toAt = useNow((at) => spanOf(range, at).toAt);
  const span = { fromAt: toAt - range.ms, toAt };
  const query = new URLSearchParams({
    from: new Date(span.fromAt).toISOString(),
    to: new Date(span.toAt).toISOString(),
    step_ms: String(range.stepMs),
  });
  const series = useResource<Series>(`${servicePath(name)}/series?${query}`, {
    isConcerned: ({ kind, data }) => data.service === name && (kind === 'deployment' || kind === 'incident'),
  });
  const choice = <Choices label="Span of time" options={ranges} chosen={range.value} onChoose={setChosen} />;
  return (
    <>
      <Card title="Heartbeat" aside={choice}>
        <Loaded of={series} what="the heartbeat">
          {(data) => <Heartbeat series={data} span={span} range={range} />}
        </Loaded>
      </Card>
      <Card title="Response time">
        <Loaded of={series} what="the response times">
          {(data) => <ResponseChart series={data} span={span} limits={limits} />}
        </Loaded>
      </Card>
    </>
  );
}

function ServiceHead({ service }: { readonly service: ServiceDetail }) {
  const { target, type, group, tags, interval_ms, next_check_at, runbook, depends_on, circuit } = service;
  return (
    <header class="service-head">
      <p class="service-state">
        <StateMark state={stateOf(service)} text={service.state || service.status} />
        {service.confirmed_since !== null && (
          <span class="quiet">
            since <Moment at={service.confirmed_since} />
          </span>
        )}
        {service.message !== null && <span>{service.message}</span>}
      </p>
      <Freshness />
      <dl class="facts">
        <Fact term="Target">
          <code>{target}</code>
        </Fact>
        <Fact term="Type">{type}</Fact>
        {group !== null && <Fact term="Group">{group}</Fact>}
        {Object.keys(tags).length > 0 && (
          <Fact term="Tags">
            {Object.entries(tags).map(([key, value]) => (
              <span key={key} class="tag">
                {key}:{value}
              </span>
            ))}
          </Fact>
        )}
        {interval_ms !== null && <Fact term="Interval">{formatDuration(interval_ms)}</Fact>}
        {next_check_at !== null && (
          <Fact term="Next check">
            <Until at={next_check_at} />
          </Fact>
        )}
        {circuit?.state === 'open' && (
          <Fact term="Circuit">
            open{circuit.next_probe_in_ms !== null && `, next probe in ${formatDuration(circuit.next_probe_in_ms)}`}
          </Fact>
        )}
        {service.maintenance_until !== null && (
          <Fact term="Maintenance ends">
            <Until at={service.maintenance_until} />
          </Fact>
        )}
        {service.silenced_until !== null && (
          <Fact term="Silence ends">
            <Until at={service.silenced_until} />
          </Fact>
        )}
        {depends_on.length > 0 && <Fact term="Depends on">{depends_on.join(', ')}</Fact>}
        {runbook !== null && (
          <Fact term="Runbook">
            <Runbook address={runbook} />
          </Fact>
        )}
      </dl>
    </header>
  );
}

/** Only what leads to the web is a link: anything else stays text. */
function Runbook({ address }: { readonly address: string }) {
  if (!/^https?:\/\//i.test(address)) return <>{address}</>;
  return (
    <a href={address} rel="noreferrer noopener" target="_blank">
      {address}
    </a>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Configuration({ config }: { readonly config: ServiceDetail['config'] }) {
  return (
    <Card title="Configuration">
      <p class="quiet">As it is in force, with defaults; secrets are left out.</p>
      <ScrolledText text={JSON.stringify(config, null, 2)} />
    </Card>
  );
}
