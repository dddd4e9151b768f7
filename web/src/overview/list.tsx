import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { density } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { useZone } from '../widgets/time.tsx';
import type { Line } from './arrange.ts';
import { Row } from './row.tsx';
import { useWindow } from './window.ts';

const columns = ['Service', 'Last 60 min', 'p95', '24 h', '30 d', 'Certificate', 'Checked'];

/**
 * The services as a table of which only the part in sight is drawn. Arrow keys go from service to service and from minute to
 * minute; Enter opens the service.
 */
export function ServiceList({
  lines,
  folded,
  onFold,
}: {
  readonly lines: readonly Line[];
  readonly folded: ReadonlySet<string>;
  readonly onFold: (group: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const zone = useZone();
  const { service, group } = useLineHeights(list);
  const heights = useMemo(() => lines.map(({ kind }) => (kind === 'group' ? group : service)), [lines, service, group]);
  const { from, to, beforePx, afterPx } = useWindow(heights, list);
  const keys = useKeys(lines, list, heights);
  const first = lines.findIndex(({ kind }) => kind === 'service');
  const current = lines[keys.line]?.kind === 'service' ? keys.line : first;
  return (
    <div
      class="services"
      role="table"
      aria-label="Services"
      aria-rowcount={lines.length + 1}
      onKeyDown={keys.onKeyDown}
    >
      <div role="rowgroup" class="services-head">
        <div role="row" class="row" aria-rowindex={1}>
          {columns.map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="services-body" ref={list} onFocusOut={keys.onFocusOut}>
        <Spacer px={beforePx} />
        {lines.slice(from, to).map((line, offset) => {
          const at = from + offset;
          if (line.kind === 'group') {
            return (
              <GroupLine
                key={`group ${line.name}`}
                line={line}
                index={at + 2}
                isFolded={folded.has(line.name)}
                onFold={onFold}
              />
            );
          }
          return (
            <Row
              key={line.row.name}
              row={line.row}
              index={at + 2}
              line={at}
              zone={zone}
              chosen={keys.line === at ? keys.slot : undefined}
              isCurrent={current === at}
            />
          );
        })}
        <Spacer px={afterPx} />
      </div>
    </div>
  );
}

function GroupLine({
  line,
  index,
  isFolded,
  onFold,
}: {
  readonly line: Line & { readonly kind: 'group' };
  readonly index: number;
  readonly isFolded: boolean;
  readonly onFold: (group: string) => void;
}) {
  return (
    <div role="row" class="group-line" aria-rowindex={index}>
      <span role="cell" aria-colspan={columns.length}>
        <button type="button" aria-expanded={!isFolded} onClick={() => onFold(line.name)}>
          <span class="chevron" aria-hidden="true" />
          {line.name}
          <span class="quiet">
            {line.services} {line.services === 1 ? 'service' : 'services'}
            {line.troubled > 0 && `, ${line.troubled} in trouble`}
          </span>
        </button>
      </span>
    </div>
  );
}

function Spacer({ px }: { readonly px: number }) {
  return px === 0 ? null : <div role="presentation" style={{ height: `${px}px` }} />;
}

/** The style sheet says how high a line is: by density and by the width of the page. */
function useLineHeights(list: { readonly current: HTMLElement | null }) {
  const chosen = useStore(density);
  const [heights, setHeights] = useState({ service: 56, group: 40 });
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current === null) return;
      const style = getComputedStyle(list.current);
      const service = Number.parseFloat(style.getPropertyValue('--line-service'));
      const group = Number.parseFloat(style.getPropertyValue('--line-group'));
      setHeights((before) => (before.service === service && before.group === group ? before : { service, group }));
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [list, chosen]);
  return heights;
}

interface Cursor {
  readonly line: number;
  readonly slot: number | undefined;
}

function useKeys(lines: readonly Line[], list: { readonly current: HTMLElement | null }, heights: readonly number[]) {
  const [cursor, setCursor] = useState<Cursor>({ line: -1, slot: undefined });
  const focusLine = (line: number) => {
    const target = () => list.current?.querySelector<HTMLElement>(`[data-row="${line}"]`);
    if (target() === null) {
      const top = heights.slice(0, line).reduce((sum, height) => sum + height, 0);
      scrollBy(0, (list.current?.getBoundingClientRect().top ?? 0) + top - innerHeight / 2);
    }
    requestAnimationFrame(() => requestAnimationFrame(() => target()?.focus()));
  };
  const move = (from: number, step: 1 | -1) => {
    let line = from + step;
    while (lines[line]?.kind === 'group') line += step;
    if (lines[line] === undefined) return;
    setCursor({ line, slot: undefined });
    focusLine(line);
  };
  const look = (line: number, step: 1 | -1) => {
    const found = lines[line];
    const last = found?.kind === 'service' ? found.row.heartbeat.length - 1 : -1;
    if (last < 0) return;
    const before = cursor.line === line ? cursor.slot : undefined;
    setCursor({ line, slot: before === undefined ? last : Math.min(last, Math.max(0, before + step)) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lineOf(event.target);
    if (line === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') move(line, 1);
    else if (event.key === 'ArrowUp') move(line, -1);
    else if (event.key === 'ArrowLeft') look(line, -1);
    else if (event.key === 'ArrowRight') look(line, 1);
    else if (event.key === 'Escape') setCursor({ line, slot: undefined });
    else return;
    event.preventDefault();
  };
  const onFocusOut = () => setCursor((before) => (before.slot === undefined ? before : { ...before, slot: undefined }));
  return { ...cursor, onKeyDown, onFocusOut };
}

function lineOf(target: EventTarget | null): number | undefined {
  const line = target instanceof HTMLElement ? target.dataset.row : undefined;
  return line === undefined ? undefined : Number(line);
}
