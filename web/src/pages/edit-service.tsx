import { useState } from 'preact/hooks';
import { ask, askWithVersion } from '../api/client.ts';
import type { Service, ServiceDetail } from '../api/types.ts';
import { changesOf, draftOf, type Entry, emptyDraft } from '../editor/entry.ts';
import { ServiceForm } from '../editor/form.tsx';
import { servicePath } from '../paths.ts';
import { navigate, PageTitle } from '../router.tsx';
import { useIsReadOnly } from '../state/access.ts';
import { announce } from '../state/announce.ts';
import { useResource } from '../state/resource.ts';
import { Card } from '../widgets/card.tsx';
import { ReadOnlyNote } from '../widgets/read-only.tsx';
import { Loaded } from '../widgets/states.tsx';

/** A new service. */
export function AddServicePage() {
  const isReadOnly = useIsReadOnly();
  const save = async (entry: Entry) => {
    const { name } = await ask<Service>('/services', { method: 'POST', body: entry });
    announce(`${name} is added`);
    navigate(servicePath(name));
  };
  return (
    <>
      <PageTitle title="Add service">Add service</PageTitle>
      <Card title="Service">
        {isReadOnly ? (
          <ReadOnlyNote />
        ) : (
          <ServiceForm initial={emptyDraft} saveText="Add service" onSave={save} onCancel={() => navigate('/')} />
        )}
      </Card>
    </>
  );
}

/** A service that is there. */
export function EditServicePage({ name }: { readonly name: string }) {
  const service = useResource<ServiceDetail>(servicePath(name), { everyMs: 86_400_000 });
  const isReadOnly = useIsReadOnly();
  return (
    <>
      <PageTitle title={`Edit ${name}`}>Edit {name}</PageTitle>
      <Card title="Service">
        {isReadOnly && <ReadOnlyNote />}
        <Loaded of={service} what={name}>
          {({ config }) => !isReadOnly && <Editor name={name} config={config} />}
        </Loaded>
      </Card>
    </>
  );
}

function Editor({ name, config }: { readonly name: string; readonly config: Entry }) {
  // What the reader began with: a change by somebody else meanwhile is refused, not overwritten.
  const [initial] = useState(config);
  const save = async (entry: Entry) => {
    const { document, etag } = await askWithVersion<ServiceDetail>(servicePath(name));
    const isSame = JSON.stringify(document.config) === JSON.stringify(initial);
    const body = changesOf(initial, entry);
    const saved = await ask<Service | undefined>(servicePath(name), {
      method: 'PATCH',
      body,
      etag: isSame ? etag : '"changed-meanwhile"',
    });
    announce(`${name} is saved`);
    navigate(servicePath(saved?.name ?? name));
  };
  return (
    <ServiceForm
      initial={draftOf(initial)}
      saveText="Save"
      onSave={save}
      onCancel={() => navigate(servicePath(name))}
    />
  );
}
