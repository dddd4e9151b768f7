import type { Incident } from '../api/types.ts';
import { IncidentTable } from '../incident/table.tsx';
import { PageTitle, useChoice } from '../router.tsx';
import { useGrowingList } from '../state/growing-list.ts';
import { Card } from '../widgets/card.tsx';
import { Choices } from '../widgets/choices.tsx';
import { Pagination } from '../widgets/pagination.tsx';
import { Empty, Loaded } from '../widgets/states.tsx';

const isConcerned = ({ kind }: { readonly kind: string }) => kind === 'incident';

/** What is open now, and what was. */
export function IncidentsPage() {
  const [shown, setShown] = useChoice('show', 'all');
  const open = useGrowingList<Incident>('/incidents?open=true', { isConcerned });
  const past = useGrowingList<Incident>('/incidents?open=false', { isConcerned });
  return (
    <>
      <div class="page-head">
        <PageTitle title="Incidents">Incidents</PageTitle>
        <Choices
          label="Show"
          options={[
            { value: 'all', text: 'All' },
            { value: 'open', text: 'Open' },
          ]}
          chosen={shown === 'open' ? 'open' : 'all'}
          onChoose={setShown}
        />
      </div>
      <Card title="Open" flush>
        <Loaded of={open} what="the open incidents">
          {({ items, total }) =>
            items.length === 0 ? (
              <Empty title="Nothing is open">Confirmed failures appear here within seconds.</Empty>
            ) : (
              <>
                <IncidentTable incidents={items} hasService />
                <Pagination shown={items.length} total={total} what="open incidents" onMore={open.onMore} />
              </>
            )
          }
        </Loaded>
      </Card>
      {shown !== 'open' && (
        <Card title="Past" flush>
          <Loaded of={past} what="the past incidents">
            {({ items, total }) =>
              items.length === 0 ? (
                <Empty title="No incidents so far" />
              ) : (
                <>
                  <IncidentTable incidents={items} hasService />
                  <Pagination shown={items.length} total={total} what="past incidents" onMore={past.onMore} />
                </>
              )
            }
          </Loaded>
        </Card>
      )}
    </>
  );
}
