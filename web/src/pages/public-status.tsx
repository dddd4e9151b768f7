import { useEffect } from 'preact/hooks';
import type { PublicStatus, ServiceState, State } from '../api/types.ts';
import { PageTitle } from '../router.tsx';
import { useResource } from '../state/resource.ts';
import { tellRead, useIsStale } from '../state/trust.ts';
import { HeartbeatBar } from '../widgets/heartbeat-bar.tsx';
import { StateIcon } from '../widgets/icon.tsx';
import { type Slot, slotWords } from '../widgets/slots.ts';
import { Empty, Loaded } from '../widgets/states.tsx';
import { StateMark } from '../widgets/status.tsx';
import { Ago, useZone } from '../widgets/time.tsx';

type PublicService = PublicStatus['services'][number];

/** What everybody may know: names and states of the services that are public, nothing of how they are checked. */
export function PublicStatusPage() {
  const status = useResource<PublicStatus>('/public/status', {
    everyMs: 30_000,
    isConcerned: ({ kind }) => kind === 'health',
  });
  const isStale = useIsStale();
  useEffect(() => {
    if (status.readAt !== undefined) tellRead(status.readAt);
  }, [status.readAt]);
  return (
    <div class="public">
      {status.data === undefined && <PageTitle title="Status">Status</PageTitle>}
      <Loaded of={status} what="the status">
        {(data) => (
          <>
            <header class={`banner ${data.health}`}>
              <StateIcon state={isStale ? 'unknown' : data.health} large />
              <div>
                <PageTitle title="Status">{isStale ? `When last heard: ${data.sentence}` : data.sentence}</PageTitle>
                <p class="quiet">
                  updated <Ago at={data.at} />
                </p>
              </div>
            </header>
            <Groups services={data.services} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Groups({ services }: { readonly services: readonly PublicService[] }) {
  if (services.length === 0) {
    return (
      <Empty title="No service is public">
        Set <code>public: true</code> for a service in the configuration to show it here.
      </Empty>
    );
  }
  const names = [...new Set(services.map(({ group }) => group ?? ''))];
  return (
    <>
      {names.map((name) => (
        <section key={name} class="card flush">
          {name !== '' && (
            <div class="card-head">
              <h2>{name}</h2>
            </div>
          )}
          <ul class="public-services">
            {services
              .filter(({ group }) => (group ?? '') === name)
              .map((service) => (
                <PublicItem key={service.name} service={service} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const shownAs: Readonly<Record<State, ServiceState>> = {
  up: 'healthy',
  degraded: 'degraded',
  down: 'unhealthy',
  unknown: 'unknown',
  maintenance: 'maintenance',
  paused: 'paused',
};

function PublicItem({ service: { name, state, days } }: { readonly service: PublicService }) {
  const zone = useZone();
  const slots = days.map(({ date, state }): Slot => {
    const fromAt = Date.parse(`${date}T00:00:00Z`);
    return { fromAt, toAt: fromAt + 86_400_000, state: state ?? 'none' };
  });
  return (
    <li>
      <div class="public-name">
        <strong>{name}</strong>
        <StateMark state={shownAs[state]} text={slotWords[state]} />
      </div>
      <HeartbeatBar slots={slots} label={`${name}, last ${days.length} days`} zone={zone} wide />
      <p class="ends quiet" aria-hidden="true">
        <span>{days.length} days ago</span>
        <span>today</span>
      </p>
    </li>
  );
}
