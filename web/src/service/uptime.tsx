import type { Service, Uptime, UptimeWindow } from '../api/types.ts';
import { formatDuration, formatShare } from '../format.ts';

const verdicts: Readonly<Record<string, string>> = {
  met: 'Met',
  missed: 'Missed',
  insufficient_data: 'Insufficient data',
};

/** Uptime over several windows, with how much of it is known and what is left of the error budget. */
export function UptimeCards({ windows, slo }: Pick<Uptime, 'windows'> & Pick<Service, 'slo'>) {
  return (
    <>
      <div class="figures">
        {windows.map((window) => (
          <Figure key={window.label} window={window} />
        ))}
      </div>
      {slo !== null && <Burn slo={slo} />}
    </>
  );
}

/** How fast the error budget is used up at present: at 1 it lasts exactly for its window. */
function Burn({ slo: { burn_rates, exhausted_in_seconds } }: { readonly slo: NonNullable<Service['slo']> }) {
  const rates = burn_rates.flatMap(({ window_seconds, burn_rate }) =>
    burn_rate === null
      ? []
      : [`${arrowOf(burn_rate)} ${burn_rate.toFixed(1)} over ${formatDuration(window_seconds * 1_000)}`],
  );
  if (rates.length === 0) return null;
  return (
    <p class="quiet">
      Burn rate of the error budget: {rates.join(', ')}
      {exhausted_in_seconds !== null && `; used up in ${formatDuration(exhausted_in_seconds * 1_000)} at this rate`}.
    </p>
  );
}

function arrowOf(rate: number): string {
  return rate > 1 ? '↑' : rate > 0 ? '→' : '↓';
}

function Figure({ window }: { readonly window: UptimeWindow }) {
  const { label, availability, coverage, down_ms, lower, upper, verdict, budget } = window;
  const bounds =
    lower === null || upper === null ? undefined : `between ${formatShare(lower)} and ${formatShare(upper)}`;
  return (
    <section class="figure" aria-label={`Uptime, ${label}`}>
      <h3>{label.replace(/^(\d+)([a-z])$/, '$1 $2')}</h3>
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
