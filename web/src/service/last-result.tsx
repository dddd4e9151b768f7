import type { Assertion, Evidence, Phases, Result } from '../api/types.ts';
import { capped, formatMs } from '../format.ts';
import { ScrolledText } from '../widgets/scrolled-text.tsx';
import { StateMark } from '../widgets/status.tsx';
import { Ago } from '../widgets/time.tsx';

/** What the last run found: verdict, time by phase, assertions, evidence. */
export function LastResult({ result }: { readonly result: Result }) {
  const { status, message, reason, timestamp, status_code, response_time_ms, attempts, phases } = result;
  return (
    <>
      <p class="result-line">
        <StateMark state={status} />
        <span>{message ?? (reason === 'ok' ? 'everything as expected' : reason)}</span>
      </p>
      <dl class="facts">
        <Fact term="Checked">
          <Ago at={timestamp} />
        </Fact>
        {status_code !== null && <Fact term="Status code">{status_code}</Fact>}
        <Fact term="Response time">{formatMs(response_time_ms)}</Fact>
        <Fact term="Attempts">{attempts}</Fact>
      </dl>
      {phases !== null && <PhaseBar phases={phases} />}
      {result.assertions !== null && result.assertions.length > 0 && <Assertions of={result.assertions} />}
      {result.evidence !== null && <Proof evidence={result.evidence} />}
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const phaseNames = {
  dns_ms: 'DNS',
  connect_ms: 'Connect',
  tls_ms: 'TLS',
  send_ms: 'Send',
  wait_ms: 'Wait',
  receive_ms: 'Receive',
} as const;
const phaseKeys = Object.keys(phaseNames) as (keyof Phases)[];

function PhaseBar({ phases }: { readonly phases: Phases }) {
  const present = phaseKeys.flatMap((key) => {
    const ms = phases[key];
    return ms === null ? [] : [{ key, ms }];
  });
  const total = present.reduce((sum, { ms }) => sum + ms, 0);
  let left = 0;
  if (total === 0) return null;
  return (
    <figure class="phases">
      <figcaption>Where the time went</figcaption>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        {present.map(({ key, ms }) => {
          const x = left;
          left += (ms / total) * 100;
          return <rect key={key} class={`phase-${key}`} x={x} width={(ms / total) * 100} height="8" />;
        })}
      </svg>
      <ul class="legend">
        {present.map(({ key, ms }) => (
          <li key={key}>
            <span class={`swatch phase-${key}`} aria-hidden="true" />
            {phaseNames[key]} <strong>{formatMs(ms)}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** What was expected, and what came instead. */
function Assertions({ of }: { readonly of: readonly Assertion[] }) {
  return (
    <ul class="assertions" aria-label="Assertions">
      {of.map(({ expr, passed, severity, explanation, step, message }) => (
        <li key={`${step} ${expr}`} class={passed ? 'passed' : 'not-passed'}>
          <StateMark
            state={passed ? 'healthy' : severity === 'degraded' ? 'degraded' : 'unhealthy'}
            text={passed ? 'holds' : 'fails'}
          />
          <div>
            {step !== null && <span class="quiet">{step}: </span>}
            <code>{capped(expr, 400)}</code>
            {!passed && <p>{capped(message ?? explanation, 400)}</p>}
            {!passed && message !== null && <p class="quiet">{capped(explanation, 400)}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What the target said, as text and never as anything else. */
export function Proof({ evidence: { body, headers } }: { readonly evidence: Evidence }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <details class="evidence" open>
      <summary>Evidence</summary>
      <ScrolledText
        text={[...lines, ...(lines.length > 0 && body !== null ? [''] : []), capped(body ?? '')].join('\n')}
      />
    </details>
  );
}
