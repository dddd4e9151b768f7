/** When a service is checked: at `phaseMs` after every multiple of `intervalMs`, on an axis of ms. */
export interface SlotPlan {
  readonly intervalMs: number;
  readonly phaseMs: number;
}

/** The plan of a service: its phase is a hash of its name, so that it stays after a restart and many services spread evenly. */
export function slotPlan(name: string, intervalMs: number): SlotPlan {
  return { intervalMs, phaseMs: Math.floor(fractionOf(name) * intervalMs) };
}

/** Where between 0 and 1 a name falls: 32-bit FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv), mixed once more for short names. */
export function fractionOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** The first slot later than an instant. */
export function slotAfter(at: number, { intervalMs, phaseMs }: SlotPlan): number {
  return (Math.floor((at - phaseMs) / intervalMs) + 1) * intervalMs + phaseMs;
}

/** How many slots lie after `fromAt` and not after `toAt`. */
export function slotsBetween(fromAt: number, toAt: number, plan: SlotPlan): number {
  const { intervalMs, phaseMs } = plan;
  return Math.max(0, Math.floor((toAt - phaseMs) / intervalMs) - Math.floor((fromAt - phaseMs) / intervalMs));
}
