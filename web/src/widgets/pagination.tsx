import { formatCount } from '../format.ts';

/** How much of a list is shown, and the way to more of it. */
export function Pagination({
  shown,
  total,
  what,
  onMore,
}: {
  readonly shown: number;
  readonly total: number;
  readonly what: string;
  readonly onMore: () => void;
}) {
  if (shown >= total) return null;
  return (
    <div class="more">
      <span class="quiet">
        {formatCount(shown)} of {formatCount(total)} {what}
      </span>
      <button type="button" class="button" onClick={onMore}>
        Show more
      </button>
    </div>
  );
}
