import { createRandom } from './random.ts';

const minuteMs = 60_000;

/** What a service did before the demo began, had it existed. */
interface MadeUpService {
  readonly name: string;
  readonly usualMs: number;
  readonly troubles?: readonly MadeUpTrouble[];
}

interface MadeUpTrouble {
  /** Minutes before the end. */
  readonly before: number;
  readonly minutes: number;
  readonly status: 'unhealthy' | 'degraded';
  readonly reason: string;
  readonly message: string;
  readonly statusCode?: number;
}

const madeUp: readonly MadeUpService[] = [
  { name: 'shop-api', usualMs: 35 },
  {
    name: 'checkout',
    usualMs: 90,
    troubles: [
      outage({
        before: 1_130,
        minutes: 4,
        message: 'expected status 2xx, got 503 Service Unavailable',
        statusCode: 503,
      }),
      outage({ before: 262, minutes: 7, message: 'expected status 2xx, got 503 Service Unavailable', statusCode: 503 }),
    ],
  },
  { name: 'search', usualMs: 180, troubles: [slowness({ before: 515, minutes: 18 })] },
  { name: 'storefront', usualMs: 60 },
  { name: 'payments', usualMs: 110 },
  { name: 'orders-db', usualMs: 2 },
  { name: 'back-office', usualMs: 120, troubles: [slowness({ before: 840, minutes: 9 })] },
  {
    name: 'legacy-report',
    usualMs: 420,
    troubles: [
      { ...outage({ before: 95, minutes: 11, message: 'no complete answer within the timeout' }), reason: 'timeout' },
    ],
  },
];

/** The lines of a CSV file for `svcmon import results`: a result of every minute of the 24 hours before an instant (epoch ms), all of it invented, and the same in every run. */
export function madeUpPast(untilAt: number): readonly string[] {
  const random = createRandom(11);
  const endAt = Math.floor(untilAt / minuteMs) * minuteMs;
  const header = 'service,time,status,response_time_ms,status_code,reason,message';
  return [header, ...madeUp.flatMap((service) => linesOf(service, { endAt, random }))];
}

const minutesKept = 24 * 60;

function linesOf(service: MadeUpService, { endAt, random }: { endAt: number; random: () => number }): string[] {
  return Array.from({ length: minutesKept }, (_, index) => {
    const before = minutesKept - index;
    const trouble = service.troubles?.find((each) => before <= each.before && before > each.before - each.minutes);
    const at = endAt - before * minuteMs;
    const facts = trouble
      ? troubleFacts(trouble, service, random)
      : ['healthy', timeOf(service, at, random), '', '', ''];
    return [service.name, new Date(at).toISOString(), ...facts].join(',');
  });
}

function troubleFacts(trouble: MadeUpTrouble, service: MadeUpService, random: () => number): string[] {
  const { status, reason, message, statusCode } = trouble;
  const time = status === 'degraded' ? (service.usualMs * (7 + 3 * random())).toFixed(1) : '';
  return [status, time, statusCode === undefined ? '' : String(statusCode), reason, `"${message} (made up)"`];
}

/** Slower by day than by night, and now and then much slower. */
function timeOf({ usualMs }: MadeUpService, at: number, random: () => number): string {
  const byDay = 1 + 0.35 * Math.sin(((at / 3_600_000 - 8) / 24) * 2 * Math.PI);
  const spread = 0.8 + 0.4 * random() + (random() < 0.02 ? 2 * random() : 0);
  return (usualMs * byDay * spread).toFixed(1);
}

function outage(facts: Omit<MadeUpTrouble, 'status' | 'reason'>): MadeUpTrouble {
  return { status: 'unhealthy', reason: 'unexpected_status', ...facts };
}

function slowness(facts: Pick<MadeUpTrouble, 'before' | 'minutes'>): MadeUpTrouble {
  return { status: 'degraded', reason: 'slow', message: 'slower than usual', ...facts };
}
