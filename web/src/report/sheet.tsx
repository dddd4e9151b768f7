import type { ComponentChildren } from 'preact';
import type { SlaFigures } from '../api/types.ts';
import { formatCount, formatDuration, formatMs, formatShare } from '../format.ts';
import { Link } from '../router.tsx';
import { Moment } from '../widgets/time.tsx';

/** What a report says of one service. */
export function ServiceSheet({ figures }: { readonly figures: SlaFigures }) {
  const { incidents, exclusions, gaps, adjustments, soft_failures } = figures;
  return (
    <div class="sheet">
      <Facts figures={figures} />
      <Part title="Incidents" isEmpty={incidents.length === 0} empty="None in this period.">
        {incidents.map(({ id, message, started, ended, down_seconds, acknowledged_by }) => (
          <li key={id}>
            <Link to={`/incidents/${encodeURIComponent(id)}`}>{message}</Link>
            <span class="sub">
              <Moment at={started} /> to {ended === null ? 'now' : <Moment at={ended} />}, {seconds(down_seconds)} down
              {acknowledged_by !== null && `, acknowledged by ${acknowledged_by}`}
            </span>
          </li>
        ))}
      </Part>
      <Part title="Left out" isEmpty={exclusions.length + adjustments.length === 0} empty="Nothing was left out.">
        {exclusions.map(({ kind, name, by, from, to, seconds: length }) => (
          <li key={`${kind} ${from}`}>
            {kind === 'pause' ? 'Paused' : name}
            {by !== '' && ` by ${by}`}
            <Span from={from} to={to} text={seconds(length)} />
          </li>
        ))}
        {adjustments.map(({ name, by, from, to, seconds: length }) => (
          <li key={`${name} ${from}`}>
            {name} by {by}, announced afterwards: it counts
            <Span from={from} to={to} text={seconds(length)} />
          </li>
        ))}
      </Part>
      <Part title="Not known" isEmpty={gaps.length === 0} empty="The whole period is known.">
        {gaps.map(({ from, to, reason, seconds: length }) => (
          <li key={from}>
            {reason.replaceAll('_', ' ')}
            <Span from={from} to={to} text={seconds(length)} />
          </li>
        ))}
      </Part>
      {soft_failures.length > 0 && (
        <p class="quiet">
          {formatCount(soft_failures.length)} {soft_failures.length === 1 ? 'failure was' : 'failures were'} over before
          it could be confirmed and counts as up.
        </p>
      )}
    </div>
  );
}

function Facts({ figures }: { readonly figures: SlaFigures }) {
  const { availability, availability_lower, availability_upper, coverage, adjusted, latency, previous_latency } =
    figures;
  const { budget, durations, mttd_seconds, mtta_seconds } = figures;
  return (
    <dl class="facts">
      <Fact term="Availability">
        {formatShare(availability, 4)}
        <span class="sub">
          between {formatShare(availability_lower, 4)} and {formatShare(availability_upper, 4)}
        </span>
        {adjusted !== null && <span class="sub">adjusted: {formatShare(adjusted.availability, 4)}</span>}
      </Fact>
      <Fact term="Known">
        {formatShare(coverage)}
        <span class="sub">of {seconds(durations.service_seconds)}</span>
      </Fact>
      <Fact term="Down">
        {seconds(durations.down_seconds)}
        {budget?.used != null && <span class="sub">{(100 * budget.used).toFixed(1)} % of the error budget</span>}
      </Fact>
      <Fact term="Detected, acknowledged after">
        {mean(mttd_seconds)}, {mean(mtta_seconds)}
      </Fact>
      <Fact term="Response time, p50, p95, p99">
        {[latency.p50_ms, latency.p95_ms, latency.p99_ms].map((ms) => formatMs(ms)).join(', ')}
        <span class="sub">
          {formatCount(latency.answers)} answers, {formatCount(latency.timeouts)} timeouts
        </span>
        {previous_latency?.p95_ms != null && (
          <span class="sub">p95 the period before: {formatMs(previous_latency.p95_ms)}</span>
        )}
      </Fact>
    </dl>
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

function Part({
  title,
  isEmpty,
  empty,
  children,
}: {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly empty: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section>
      <h3>{title}</h3>
      {isEmpty ? <p class="quiet">{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Span({ from, to, text }: { readonly from: string; readonly to: string; readonly text: string }) {
  return (
    <span class="sub">
      <Moment at={from} /> to <Moment at={to} />, {text}
    </span>
  );
}

function seconds(count: number): string {
  return count === 0 ? 'none' : formatDuration(count * 1_000);
}

function mean(count: number | null): string {
  return count === null ? '–' : seconds(count);
}
