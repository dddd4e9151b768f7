import { useState } from 'preact/hooks';
import { MessageTable } from '../alerts/message-table.tsx';
import { ask } from '../api/client.ts';
import type { IncidentStory } from '../api/types.ts';
import { AcknowledgeDialog } from '../incident/acknowledge.tsx';
import { markdownOf } from '../incident/markdown.ts';
import { IncidentDuration, IncidentState } from '../incident/table.tsx';
import { Timeline } from '../incident/timeline.tsx';
import { servicePath } from '../paths.ts';
import { Link, PageTitle } from '../router.tsx';
import { Proof } from '../service/last-result.tsx';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { useResource } from '../state/resource.ts';
import { Card } from '../widgets/card.tsx';
import { CopyButton } from '../widgets/copy.tsx';
import { Field } from '../widgets/field.tsx';
import { Empty, Loaded, Refused } from '../widgets/states.tsx';
import { StateMark } from '../widgets/status.tsx';
import { Moment } from '../widgets/time.tsx';

/** One incident from its first failure to its end. */
export function IncidentPage({ id }: { readonly id: string }) {
  const path = `/incidents/${encodeURIComponent(id)}`;
  const story = useResource<IncidentStory>(path, {
    isConcerned: ({ kind, data }) => kind === 'delivery' || (kind === 'incident' && (data.id ?? id) === id),
    everyMs: 30_000,
  });
  return (
    <>
      {story.data === undefined && <PageTitle title="Incident">Incident</PageTitle>}
      <Loaded of={story} what="the incident">
        {(data) => <Story story={data} path={path} onDone={story.reload} />}
      </Loaded>
    </>
  );
}

function Story({
  story,
  path,
  onDone,
}: {
  readonly story: IncidentStory;
  readonly path: string;
  readonly onDone: () => void;
}) {
  const { service, message, started, recovered, acknowledged } = story;
  return (
    <>
      <PageTitle title={`Incident of ${service}`}>
        {service}: {message}
      </PageTitle>
      <dl class="facts incident-facts">
        <div>
          <dt>Service</dt>
          <dd>
            <Link to={servicePath(service)}>{service}</Link>
          </dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>
            <IncidentState incident={story} />
          </dd>
        </div>
        <div>
          <dt>First failure</dt>
          <dd>
            <Moment at={started} detail="second" />
          </dd>
        </div>
        <div>
          <dt>Recovered</dt>
          <dd>{recovered === null ? 'not yet' : <Moment at={recovered} detail="second" />}</dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd>
            <IncidentDuration incident={story} />
          </dd>
        </div>
        <div>
          <dt>Acknowledged</dt>
          <dd>{acknowledged === null ? 'not yet' : `by ${acknowledged.by}`}</dd>
        </div>
      </dl>
      <StoryActions story={story} onDone={onDone} />
      <Card title="Timeline">
        <Timeline entries={story.timeline} />
        <NoteForm path={path} onDone={onDone} />
      </Card>
      <Card title="Messages" flush>
        {story.messages.length === 0 ? (
          <Empty title="Nobody was told">The timeline says why.</Empty>
        ) : (
          <MessageTable messages={story.messages} />
        )}
      </Card>
      <Card title="Failing checks">
        {story.failures.length === 0 && <p class="quiet">None of its checks was kept in full.</p>}
        {story.failures.slice(0, 5).map((failure) => (
          <article key={failure.timestamp} class="failure">
            <p class="result-line">
              <StateMark state={failure.status} />
              <Moment at={failure.timestamp} detail="second" />
              <span>{failure.error_message}</span>
            </p>
            {failure.evidence !== null && <Proof evidence={failure.evidence} />}
          </article>
        ))}
      </Card>
    </>
  );
}

function StoryActions({ story, onDone }: { readonly story: IncidentStory; readonly onDone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div class="actions">
      {story.closed === null && story.acknowledged === null && (
        <button type="button" class="button primary" onClick={() => setAsking(true)}>
          Acknowledge
        </button>
      )}
      <CopyButton text={() => markdownOf(story)} what="the story as Markdown" label="Copy as Markdown" />
      {isAsking && (
        <AcknowledgeDialog
          incident={story.id}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onDone();
          }}
        />
      )}
    </div>
  );
}

function NoteForm({ path, onDone }: { readonly path: string; readonly onDone: () => void }) {
  const [text, setText] = useState('');
  const add = useAction(async () => {
    await ask(`${path}/notes`, { method: 'POST', body: { text } });
    setText('');
    announce('The note is added');
    onDone();
  });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== '') add.run();
  };
  return (
    <form class="note" onSubmit={onSubmit}>
      <Field label="Add a note" wide>
        {(ties) => <textarea {...ties} rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} />}
      </Field>
      <Refused error={add.error} />
      <div class="actions">
        <button type="submit" class="button" disabled={add.isRunning}>
          Add note
        </button>
      </div>
    </form>
  );
}
