import { ButtonRow } from '../widgets/button-row.tsx';

interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** Shows less or more of a span of time, around the middle of what is shown. */
export function ZoomButtons({
  span,
  shown,
  canZoomIn,
  onZoom,
}: {
  readonly span: Span;
  readonly shown: Span;
  readonly canZoomIn: boolean;
  readonly onZoom: (shown: Span) => void;
}) {
  const isWhole = shown.fromAt <= span.fromAt && shown.toAt >= span.toAt;
  const middle = (shown.fromAt + shown.toAt) / 2;
  const scale = (by: number) => {
    const half = ((shown.toAt - shown.fromAt) / 2) * by;
    onZoom({ fromAt: Math.max(span.fromAt, middle - half), toAt: Math.min(span.toAt, middle + half) });
  };
  return (
    <ButtonRow label="Zoom">
      <button type="button" onClick={() => scale(0.5)} disabled={!canZoomIn}>
        Zoom in
      </button>
      <button type="button" onClick={() => scale(2)} disabled={isWhole}>
        Zoom out
      </button>
      <button type="button" onClick={() => onZoom(span)} disabled={isWhole}>
        Whole span
      </button>
    </ButtonRow>
  );
}
