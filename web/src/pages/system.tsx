import type { ComponentChildren } from 'preact';
import { signOut } from '../api/session.ts';
import type { Session, System } from '../api/types.ts';
import { formatBytes, formatCount, formatDuration, formatMs } from '../format.ts';
import { PageTitle } from '../router.tsx';
import { useAction } from '../state/action.ts';
import { clock, shortcuts } from '../state/preferences.ts';
import { useResource } from '../state/resource.ts';
import { tellRefused } from '../state/session.ts';
import { useStore } from '../state/store.ts';
import { Card } from '../widgets/card.tsx';
import { Choices } from '../widgets/choices.tsx';
import { Loaded } from '../widgets/states.tsx';
import { StateMark } from '../widgets/status.tsx';
import { Ago, Moment } from '../widgets/time.tsx';

/** How svcmon itself fares. */
export function SystemPage() {
  const system = useResource<System>('/system', { everyMs: 10_000, isConcerned: ({ kind }) => kind === 'system' });
  return (
    <>
      <PageTitle title="System">System</PageTitle>
      <Loaded of={system} what="the state of svcmon">
        {(data) => (
          <div class="system">
            <Monitoring system={data} />
            <Keeping system={data} />
            <Configured system={data} />
            <Settings />
          </div>
        )}
      </Loaded>
    </>
  );
}

function Monitoring({ system }: { readonly system: System }) {
  const { network, canaries, heartbeat, running, waiting, last_cycle_age_ms, event_loop_lag_p99_ms, missed_slots } =
    system;
  const missed = missedText(missed_slots);
  const isLate = last_cycle_age_ms !== null && last_cycle_age_ms > 30_000;
  const isSlow = event_loop_lag_p99_ms !== null && event_loop_lag_p99_ms > 100;
  return (
    <Card title="Monitoring">
      <dl class="facts rows">
        <Fact term="Own network">
          <StateMark
            state={network === 'online' ? 'healthy' : network === 'offline' ? 'unhealthy' : 'unknown'}
            text={network === 'offline' ? 'offline: nothing is judged' : network}
          />
          <span class="sub">
            {canaries === 0 ? 'no canaries are configured: nobody asks' : `by ${canariesText(canaries)}`}
          </span>
        </Fact>
        <Fact term="Heartbeat to others">
          <Heartbeat heartbeat={heartbeat} />
        </Fact>
        <Fact term="Schedule last moved">
          <StateMark
            state={isLate ? 'unhealthy' : 'healthy'}
            text={last_cycle_age_ms === null ? 'none yet' : `${formatDuration(last_cycle_age_ms)} ago`}
          />
        </Fact>
        <Fact term="Event loop lag, p99">
          <StateMark state={isSlow ? 'degraded' : 'healthy'} text={formatMs(event_loop_lag_p99_ms)} />
        </Fact>
        <Fact term="Checks under way">
          {formatCount(running)}
          {waiting > 0 && `, ${formatCount(waiting)} waiting`}
        </Fact>
        <Fact term="Missed slots">{missed === '' ? 'none since the start' : missed}</Fact>
        <Fact term="Services">{formatCount(system.services)}</Fact>
      </dl>
    </Card>
  );
}

function canariesText(canaries: number): string {
  return canaries === 1 ? '1 canary' : `${formatCount(canaries)} canaries`;
}

/** Whether those who watch svcmon itself hear that it lives. */
function Heartbeat({ heartbeat }: Pick<System, 'heartbeat'>) {
  if (heartbeat === null) return <>nobody is told that svcmon lives</>;
  const { last_ok_at, trouble } = heartbeat;
  const state = trouble !== null ? 'degraded' : last_ok_at === null ? 'unknown' : 'healthy';
  return (
    <>
      <StateMark state={state} text={state === 'healthy' ? 'heard' : state === 'unknown' ? 'not yet' : 'not heard'} />
      {last_ok_at !== null && (
        <span class="sub">
          last heard <Ago at={last_ok_at} />
        </span>
      )}
      {trouble !== null && <span class="sub">{trouble.replaceAll('_', ' ')}</span>}
    </>
  );
}

const missedWords: Readonly<Record<keyof System['missed_slots'], string>> = {
  overrun: 'since the check before still ran',
  late: 'since svcmon was too late',
  asleep: 'while the machine slept',
};

function missedText(slots: System['missed_slots']): string {
  return (['overrun', 'late', 'asleep'] as const)
    .filter((reason) => slots[reason] > 0)
    .map((reason) => `${formatCount(slots[reason])} ${missedWords[reason]}`)
    .join(', ');
}

function Keeping({ system: { storage, results, outbox } }: { readonly system: System }) {
  const channels = Object.entries(outbox);
  return (
    <Card title="Storage and messages">
      <dl class="facts rows">
        <Fact term="Database">
          <StateMark
            state={storage.available ? 'healthy' : 'unhealthy'}
            text={storage.available ? 'available' : 'not available'}
          />
        </Fact>
        <Fact term="Where">
          <code>{storage.url}</code>
        </Fact>
        <Fact term="Size">{formatBytes(storage.bytes)}</Fact>
        <Fact term="Results since the start">{formatCount(results)}</Fact>
        <Fact term="Messages waiting">
          {channels.length === 0 && 'no channels'}
          {channels.map(([channel, count]) => (
            <span key={channel} class="outbox">
              {channel}: {count === 0 ? 'none' : formatCount(count)}
            </span>
          ))}
        </Fact>
      </dl>
    </Card>
  );
}

function Configured({ system: { config, version, node, started_at, timezone } }: { readonly system: System }) {
  return (
    <Card title="Program and configuration">
      <dl class="facts rows">
        <Fact term="svcmon">{version}</Fact>
        <Fact term="Node.js">{node}</Fact>
        <Fact term="Started">
          <Ago at={started_at} />
        </Fact>
        <Fact term="Time zone">{timezone}</Fact>
        <Fact term="Configuration">
          <code>{config.path}</code>
          {config.read_only && <span class="sub">read-only: changes are made in the file</span>}
        </Fact>
        <Fact term="Loaded">
          <Moment at={config.loaded_at} detail="second" />
        </Fact>
        <Fact term="Last reload">
          {config.last_reload_ok === null ? (
            'none since the start'
          ) : (
            <StateMark
              state={config.last_reload_ok ? 'healthy' : 'unhealthy'}
              text={config.last_reload_ok ? 'taken' : 'refused: the one before is in force'}
            />
          )}
        </Fact>
      </dl>
    </Card>
  );
}

const rights: Readonly<Record<string, string>> = {
  none: 'see what is public',
  read: 'read',
  write: 'read and act',
  admin: 'change everything',
};

function Settings() {
  const zone = useStore(clock);
  const keys = useStore(shortcuts);
  const session = useResource<Session>('/session');
  const leave = useAction(signOut);
  return (
    <Card title="This browser">
      <div class="settings">
        <div>
          <span>Times</span>
          <Choices
            label="Times"
            options={[
              { value: 'local', text: 'Local' },
              { value: 'utc', text: 'UTC' },
            ]}
            chosen={zone}
            onChoose={(value) => clock.set(value)}
          />
        </div>
        <div>
          <span>
            Shortcut <kbd>/</kbd> for search
          </span>
          <Choices
            label="Shortcut"
            options={[
              { value: 'on', text: 'On' },
              { value: 'off', text: 'Off' },
            ]}
            chosen={keys}
            onChoose={(value) => shortcuts.set(value)}
          />
        </div>
        {session.data !== undefined && (
          <div>
            <span>
              {session.data.kind === 'session' ? `Signed in as ${session.data.name}` : 'Not signed in'}
              <span class="sub">may {rights[session.data.scope] ?? session.data.scope}</span>
            </span>
            {session.data.kind === 'session' ? (
              <button type="button" class="button" disabled={leave.isRunning} onClick={() => leave.run()}>
                Sign out
              </button>
            ) : (
              <button type="button" class="button" onClick={tellRefused}>
                Sign in
              </button>
            )}
          </div>
        )}
      </div>
    </Card>
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
