import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Overview } from '../api/types.ts';
import { arrange } from '../overview/arrange.ts';
import { Counters } from '../overview/counters.tsx';
import { ServiceList } from '../overview/list.tsx';
import { useLiveOverview } from '../overview/live-overview.ts';
import { Link, PageTitle, useChoice } from '../router.tsx';
import { useIsReadOnly } from '../state/access.ts';
import { density, shortcuts } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { useIsStale } from '../state/trust.ts';
import { Choices } from '../widgets/choices.tsx';
import { Freshness } from '../widgets/freshness.tsx';
import { StateIcon } from '../widgets/icon.tsx';
import { Empty, Loaded } from '../widgets/states.tsx';

/** What there is to know at a glance, worst first. */
export function OverviewPage() {
  const overview = useLiveOverview();
  return (
    <>
      {overview.data === undefined && <PageTitle title="Overview">Overview</PageTitle>}
      <Loaded of={overview} what="the overview">
        {(data) => (data.services.length === 0 ? <NoServices /> : <Services overview={data} />)}
      </Loaded>
    </>
  );
}

function NoServices() {
  const isReadOnly = useIsReadOnly();
  return (
    <>
      <PageTitle title="Overview">Nothing is monitored yet</PageTitle>
      <Empty title="Add the first service" command="svcmon add-service my-site https://example.com">
        From the command line
        {!isReadOnly && (
          <>
            , or <Link to="/services/new">with a form</Link>
          </>
        )}
        . The first result is there within seconds.
      </Empty>
    </>
  );
}

function Services({ overview }: { readonly overview: Overview }) {
  const [state, setState] = useChoice('state', '');
  const [search, setSearch] = useChoice('q', '');
  const [order, setOrder] = useChoice('by', 'state');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const isGrouped = order === 'group';
  const lines = useMemo(
    () => arrange(overview.services, { state, search, isGrouped, folded }),
    [overview.services, state, search, isGrouped, folded],
  );
  const fold = (group: string) => {
    const next = new Set(folded);
    if (!next.delete(group)) next.add(group);
    setFolded(next);
  };
  const showAll = () => {
    setState('');
    setSearch('');
  };
  return (
    <>
      <Banner overview={overview} />
      <Counters counts={overview.counts} chosen={state} onChoose={setState} />
      <div class="toolbar">
        <Search value={search} onChange={setSearch} />
        <Choices
          label="Arrange"
          options={[
            { value: 'state', text: 'Worst first' },
            { value: 'group', text: 'By group' },
          ]}
          chosen={isGrouped ? 'group' : 'state'}
          onChoose={setOrder}
        />
        <DensityChoice />
        <AddLink />
      </div>
      {lines.length === 0 ? (
        <div class="empty">
          <p class="empty-title">No service matches</p>
          <button type="button" class="button" onClick={showAll}>
            Show all {overview.services.length}
          </button>
        </div>
      ) : (
        <ServiceList lines={lines} folded={folded} onFold={fold} />
      )}
    </>
  );
}

function AddLink() {
  if (useIsReadOnly()) return null;
  return (
    <Link to="/services/new" class="button primary">
      Add service
    </Link>
  );
}

function Banner({ overview: { health, sentence } }: { readonly overview: Overview }) {
  const isStale = useIsStale();
  return (
    <header class={`banner ${health}`}>
      <StateIcon state={isStale ? 'unknown' : health} large />
      <div>
        <PageTitle title="Overview">{isStale ? `When last heard: ${sentence}` : sentence}</PageTitle>
        <Freshness />
      </div>
    </header>
  );
}

function DensityChoice() {
  const chosen = useStore(density);
  return (
    <Choices
      label="Density"
      options={[
        { value: 'comfortable', text: 'Comfortable' },
        { value: 'compact', text: 'Compact' },
      ]}
      chosen={chosen}
      onChoose={(value) => density.set(value)}
    />
  );
}

function Search({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const isOn = useStore(shortcuts) === 'on';
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isOn]);
  return (
    <div class="search">
      <label class="hidden" for="search">
        Search services by name, group, tag or target
      </label>
      <input
        id="search"
        ref={input}
        type="search"
        placeholder="Search"
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {isOn && <span class="key" aria-hidden="true" />}
    </div>
  );
}
