import type { Uptime, UptimeWindow } from '../api/types.ts';
import { formatDuration, formatShare } from '../format.ts';

const verdicts: Readonly<Record<string, string>> = {
  met: 'Met',
  missed: 'Missed',
  insufficient_data: 'Insufficient data',
};

/** Uptime over several windows, with how much of it is known and what is left of the error budget. */
export function UptimeCards({ windows }: Uptime) {
  return (
    <div class="figures">
      {windows.map((window) => (
        <Figure key={window.label} window={window} />
      ))}
    </div>
  );
}

function Figure({ window }: { readonly window: UptimeWindow }) {
  const { label, availability, coverage, down_ms, lower, upper, verdict, budget } = window;
  const bounds =
    lower === null || upper === null ? undefined : `between ${formatShare(lower)} and ${formatShare(upper)}`;
  return (
    <section class="figure" aria-label={`Uptime, ${label}`}>
      <h3>{label}</h3>
      <p class="value" title={bounds}>
        {formatShare(availability)}
      </p>
      <p class="quiet">{down_ms === 0 ? 'no downtime' : `${formatDuration(down_ms)} down`}</p>
      {coverage !== null && coverage < 0.99 && <p class="badge">{formatShare(coverage, 1)} known</p>}
      {budget !== null && <Budget budget={budget} />}
      {verdict !== null && <p class={`verdict verdict-${verdict}`}>{verdicts[verdict] ?? verdict}</p>}
    </section>
  );
}

function Budget({ budget: { left_ms, used } }: { readonly budget: NonNullable<UptimeWindow['budget']> }) {
  const share = Math.min(1, Math.max(0, used ?? 1));
  const text =
    left_ms < 0
      ? `${formatDuration(-left_ms)} over the error budget`
      : `${formatDuration(left_ms)} of error budget left`;
  return (
    <>
      <svg class="budget" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="6" />
        <rect class={share >= 1 ? 'spent over' : 'spent'} width={share * 100} height="6" />
      </svg>
      <p class="quiet">{text}</p>
    </>
  );
}
