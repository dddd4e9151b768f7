import type { CheckTally } from '../../src/domain/check-tally.ts';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import type { Slo } from '../../src/domain/slo.ts';
import { type Track, trackOf } from '../../src/domain/track.ts';
import type { PromisedService } from '../../src/monitor/slo-history.ts';
import { SloWatch, type SloWatchParts } from '../../src/monitor/slo-watch.ts';
import { checkResult, observation } from './check-result.ts';
import { resultOf, World, type WorldOptions } from './monitor-world.ts';
import { serviceNamed } from './service.ts';

const minuteMs = 60_000;

/** 99.9 % over 30 days, unless told otherwise. */
export function sloOf(changes: Partial<Slo['objective']> & Partial<Pick<Slo, 'window' | 'alert'>> = {}): Slo {
  const { window = { rollingMs: 30 * 86_400_000 }, alert = true, ...objective } = changes;
  return { objective: { availability: 0.999, minOutageMs: 0, degradedWeight: 0, ...objective }, window, alert };
}

export interface SloWorldOptions extends WorldOptions {
  readonly slo?: Slo;
  readonly failureCountAlert?: number;
  /** For how long it was healthy before the test begins, as the store knows. */
  readonly knownForMs?: number;
}

/** A monitor without probes whose one service, `api`, has an objective; checked every minute. */
export class SloWorld {
  readonly world: World;
  readonly windows: MaintenanceWindow[] = [];
  service: PromisedService;
  watch: SloWatch;
  readonly defects: unknown[] = [];
  readonly #past: Track;
  #heard = 0;

  constructor({ slo = sloOf(), failureCountAlert = 3, knownForMs = 0, ...options }: SloWorldOptions = {}) {
    this.world = new World({ services: [{ name: 'api', failureCountAlert }], ...options });
    this.service = { ...serviceNamed('api', { failureCountAlert }), slo };
    const nowAt = Math.floor(this.world.clock.now());
    this.#past = [{ fromAt: nowAt - knownForMs, toAt: nowAt, status: 'healthy', looks: 1 }];
    this.watch = this.#start();
  }

  /** Results a minute apart; the watch looks at them as they come, and at all every minute. */
  async see(letters: string): Promise<void> {
    for (const letter of letters.replaceAll(' ', '')) {
      const { clock } = this.world;
      const at = Math.floor(clock.now());
      const result = resultOf(letter, 'api', at);
      const attempts = letter === '?' ? [] : checkResult().attempts;
      await this.accept({ ...result, attempts, intervalMs: minuteMs });
    }
  }

  /** The same for answers of so many ms. */
  async answer(timesMs: readonly number[]): Promise<void> {
    for (const responseTimeMs of timesMs) {
      const startedAt = Math.floor(this.world.clock.now());
      const seen = observation({ responseTimeMs });
      await this.accept(checkResult({ service: 'api', startedAt, observation: seen, intervalMs: minuteMs }));
    }
  }

  async accept(result: ReturnType<typeof checkResult>): Promise<void> {
    void this.world.pipeline.accept([result]);
    await this.wait(minuteMs);
  }

  /** Time goes by, and the watch looks at the end. */
  async wait(ms: number): Promise<void> {
    await this.world.pass(ms);
    this.#hear();
    await this.world.clock.settle(this.watch.review());
    await this.world.clock.advance(100);
    this.#hear();
  }

  /** The service is configured anew. */
  use(slo: Slo | undefined): void {
    const { slo: _, ...bare } = this.service;
    if (slo !== undefined) this.service = { ...bare, slo };
    this.watch.use({ services: slo === undefined ? [] : [this.service], timezone: 'UTC' });
  }

  async crash(): Promise<void> {
    await this.world.crash();
    this.watch = this.#start();
  }

  /** `firing page`, `resolved ticket`, …: what the receiver heard of budgets. */
  heard(): readonly string[] {
    return this.messages().map(({ state, key }) => `${state} ${key}`);
  }

  /** With what was said. */
  messages(): readonly { readonly state: string; readonly key: string; readonly message: string }[] {
    return this.world.receiver().messages.flatMap(({ state, others }) =>
      others.flatMap(({ rule, message, dedupKey = '' }) => {
        const key = dedupKey.replace(/^slo_burn_/, '').replace(/\/.*$/, '');
        return rule === 'slo_burn' ? [{ state, key, message }] : [];
      }),
    );
  }

  #start(): SloWatch {
    const { world } = this;
    const watch = new SloWatch({
      store: this.#store(),
      ledger: world.ledger,
      pipeline: world.pipeline,
      clock: world.clock,
      onDefect: (error) => this.defects.push(error),
    });
    watch.use({ services: [this.service], timezone: 'UTC' });
    this.#heard = world.events.length;
    return watch;
  }

  #hear(): void {
    for (const event of this.world.events.slice(this.#heard)) this.watch.hear(event);
    this.#heard = this.world.events.length;
  }

  /** What the disk holds, worked out the plainest way. */
  #store(): SloWatchParts['store'] {
    const { disk } = this.world;
    const tallyOf = (fromAt: number, toAt: number): CheckTally => {
      const times = disk.results.flatMap(({ startedAt, status, observation: seen }) => {
        const counts = startedAt >= fromAt && startedAt < toAt && status === 'healthy';
        return counts && seen?.responseTimeMs !== undefined ? [seen.responseTimeMs] : [];
      });
      const counts = { healthy: times.length, degraded: 0, unhealthy: 0, unknown: 0 };
      return { counts, timeouts: 0, sketch: sketchOf(times) };
    };
    const exact = { reasons: {}, errorMs: 0 };
    return {
      tracks: async () => {
        const results = disk.results.map((result) => ({ ...result, attempts: result.attempts.length }));
        return [{ service: 'api', track: [...this.#past, ...trackOf(results)] }];
      },
      incidentsBetween: async () => [...disk.incidents.values()].map((incident) => ({ incident, story: [] })),
      maintenance: async () => this.windows,
      pauses: async () => [],
      tallies: async ({ fromAt, toAt }) => [{ service: 'api', ...tallyOf(fromAt, toAt), ...exact }],
      tallySeries: async ({ cuts }) => {
        const parts = cuts.slice(1).map((toAt, index) => ({ ...tallyOf(cuts[index] ?? 0, toAt), ...exact }));
        return [{ service: 'api', parts }];
      },
    };
  }
}
