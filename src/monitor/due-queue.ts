/** What is due when: a binary heap, since tens of thousands of services come and go many times a minute. */
export interface DueQueue<Item> {
  push(item: Item, dueAt: number): void;
  /** When the next is due; undefined when there is none. */
  nextDueAt(): number | undefined;
  /** Takes the next out if it is due by then. */
  popDue(byAt: number): { readonly item: Item; readonly dueAt: number } | undefined;
  clear(): void;
}

interface Entry<Item> {
  readonly item: Item;
  readonly dueAt: number;
}

/** Builds an empty queue. */
export function createDueQueue<Item>(): DueQueue<Item> {
  const heap: Entry<Item>[] = [];
  return {
    push(item, dueAt) {
      heap.push({ item, dueAt });
      rise(heap);
    },
    nextDueAt: () => heap[0]?.dueAt,
    popDue(byAt) {
      const first = heap[0];
      if (first === undefined || first.dueAt > byAt) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
    clear() {
      heap.length = 0;
    },
  };
}

function rise<Item>(heap: Entry<Item>[]): void {
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapIfLater(heap, parent, index)) return;
    index = parent;
  }
}

function sink<Item>(heap: Entry<Item>[]): void {
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const child = dueAtOf(heap, left + 1) < dueAtOf(heap, left) ? left + 1 : left;
    if (child >= heap.length || !swapIfLater(heap, index, child)) return;
    index = child;
  }
}

/** Swaps the two when the upper one is due later. */
function swapIfLater<Item>(heap: Entry<Item>[], upper: number, lower: number): boolean {
  const [above, below] = [heap[upper], heap[lower]];
  if (above === undefined || below === undefined || above.dueAt <= below.dueAt) return false;
  heap[upper] = below;
  heap[lower] = above;
  return true;
}

function dueAtOf<Item>(heap: readonly Entry<Item>[], index: number): number {
  return heap[index]?.dueAt ?? Number.POSITIVE_INFINITY;
}
