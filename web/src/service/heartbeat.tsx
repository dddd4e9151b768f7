import { useEffect, useState } from 'preact/hooks';
import type { Series } from '../api/types.ts';
import { HeartbeatBar } from '../widgets/heartbeat-bar.tsx';
import { type Slot, sentenceOf, slotsOf, slotText, slotWords } from '../widgets/slots.ts';
import { Moment, useZone } from '../widgets/time.tsx';
import type { Range } from './range.ts';

/** The heartbeat bar of a service: by mouse, by arrow keys, and as a table. */
export function Heartbeat({
  series,
  span,
  range,
}: {
  readonly series: Series;
  readonly span: { readonly fromAt: number; readonly toAt: number };
  readonly range: Range;
}) {
  const isNarrow = useIsNarrow();
  const count = isNarrow ? range.slots / 2 : range.slots;
  const slots = slotsOf(series.timeline, { ...span, count });
  const label = `last ${range.text}`;
  return (
    <>
      <Inspector slots={slots} label={label} />
      <Legend />
      <details class="as-table">
        <summary>As a table</summary>
        <StretchTable slots={slots} />
      </details>
    </>
  );
}

const narrow = matchMedia('(max-width: 44rem)');

/** On a narrow page there are half as many stretches, so that each can be told from the next. */
function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const update = () => setNarrow(narrow.matches);
    narrow.addEventListener('change', update);
    return () => narrow.removeEventListener('change', update);
  }, []);
  return isNarrow;
}

function Inspector({ slots, label }: { readonly slots: readonly Slot[]; readonly label: string }) {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const zone = useZone();
  const last = slots.length - 1;
  const slot = chosen === undefined ? undefined : slots[chosen];
  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen ?? last;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: chosen === undefined ? last : at - 1,
      ArrowRight: chosen === undefined ? last : at + 1,
      Home: 0,
      End: last,
      PageUp: at - 10,
      PageDown: at + 10,
    };
    const next = steps[event.key];
    if (event.key === 'Escape') setChosen(undefined);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, next)));
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setChosen(Math.min(last, Math.max(0, Math.floor(((event.clientX - left) / width) * slots.length))));
  };
  return (
    <>
      <div
        class="inspector"
        role="slider"
        tabIndex={0}
        aria-label={`Heartbeat, ${label}`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={chosen ?? last}
        aria-valuetext={slot === undefined ? sentenceOf(slots, zone) : slotText(slot, zone)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setChosen(undefined)}
      >
        <HeartbeatBar slots={slots} label={label} zone={zone} chosen={chosen} wide />
      </div>
      <p class="readout">
        {slot === undefined ? (
          <span class="quiet">{sentenceOf(slots, zone)}</span>
        ) : (
          <strong>{slotText(slot, zone)}</strong>
        )}
      </p>
    </>
  );
}

const shown: readonly Slot['state'][] = ['up', 'degraded', 'down', 'unknown', 'maintenance', 'paused', 'none'];

function Legend() {
  return (
    <ul class="legend" aria-hidden="true">
      {shown.map((state) => (
        <li key={state}>
          <span class={`swatch swatch-${state}`} />
          {slotWords[state]}
        </li>
      ))}
    </ul>
  );
}

/** Neighbours that are alike are one line: a month of health is not ninety. */
function StretchTable({ slots }: { readonly slots: readonly Slot[] }) {
  const stretches: Slot[] = [];
  for (const slot of slots) {
    const before = stretches.at(-1);
    if (before?.state === slot.state) stretches[stretches.length - 1] = { ...before, toAt: slot.toAt };
    else stretches.push(slot);
  }
  return (
    <table class="table plain">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {stretches.map(({ fromAt, toAt, state }) => (
          <tr key={fromAt}>
            <td>
              <Moment at={new Date(fromAt).toISOString()} />
            </td>
            <td>
              <Moment at={new Date(toAt).toISOString()} />
            </td>
            <td>{slotWords[state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
