import type { CompiledQuery, Kysely } from 'kysely';
import { withParameters } from './prepared.ts';
import type { Database } from './schema.ts';
import type { SealingState } from './sealing-state.ts';
import { chunksOf } from './service-ids.ts';

/** A result that is in no block yet. */
export interface RecentRow {
  readonly service_id: number;
  readonly started_at: number;
  /** See result-codec.ts. */
  readonly facts: Uint8Array;
}

/** Which results of one service: those that began in fromAt <= startedAt < toAt. */
export interface RecentOfService {
  readonly serviceId: number;
  readonly fromAt: number;
  readonly toAt: number;
  readonly state: SealingState;
}

// Until it is asked more often, going through all results costs less than remembering where they are.
const fewTimes = 4;

/**
 * Knows when the results of each service began that are in no block. They are stored in the order of time, so that each is
 * written to the end: to find those of one service among those of a thousand, all would be gone through. What is known is
 * what was read before and is there still, since none is removed before its generation is sealed; how many there are tells
 * whether that is all. For one connection, whose transactions follow each other.
 */
export class RecentIndex {
  readonly #select: readonly SelectByStart[];
  #asked = 0;
  #readAgain = 0;
  #generation: number | undefined;
  #known = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #starts = new Map<number, number[]>();

  constructor(compiler: Kysely<Database>) {
    this.#select = startsPerStatement.map((count) => ({ count, query: compileSelect(compiler, count) }));
  }

  /** When they began, ascending; undefined where going through all is as well. To be called within the transaction that reads them. */
  async startsOf(
    db: Kysely<Database>,
    { serviceId, fromAt, toAt, state }: RecentOfService,
  ): Promise<readonly number[] | undefined> {
    this.#asked += 1;
    if (state.sealing_generation !== null || this.#asked <= fewTimes) return undefined;
    if (this.#generation !== state.generation) this.#forget(state.generation);
    if (this.#readAgain > fewTimes) return undefined;
    await this.#update(db);
    const starts = this.#starts.get(serviceId) ?? [];
    return starts.filter((at) => at >= fromAt && at < toAt).sort((a, b) => a - b);
  }

  /** The results of that service which began then, in the order of time. */
  async rowsAt(
    db: Kysely<Database>,
    { serviceId, state }: Pick<RecentOfService, 'serviceId' | 'state'>,
    starts: readonly number[],
  ): Promise<readonly RecentRow[]> {
    const found: RecentRow[] = [];
    for (const part of chunksOf(starts, mostPerStatement)) {
      const select = this.#select.find(({ count }) => count >= part.length);
      if (select === undefined) continue;
      // The same twice is found once: few statements do for every number of them.
      const padded = [...part, ...Array<number | undefined>(select.count - part.length).fill(part[0])];
      const { rows } = await db.executeQuery(withParameters(select.query, [state.generation, serviceId, ...padded]));
      for (const row of rows) found.push(row);
    }
    return found;
  }

  async #update(db: Kysely<Database>): Promise<void> {
    const { count } = await db
      .selectFrom('result_recent')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    for (const lateMs of latenessMs) {
      if (Number(count) === this.#known) return;
      // After a result from the future, of a clock that was set back, everything is late.
      if (this.#known > 0 && lateMs === Number.POSITIVE_INFINITY) this.#readAgain += 1;
      await this.#read(db, this.#lastAt - lateMs);
    }
  }

  #forget(generation: number): void {
    this.#generation = generation;
    this.#known = 0;
    this.#readAgain = 0;
    this.#lastAt = Number.NEGATIVE_INFINITY;
    this.#starts = new Map();
  }

  async #read(db: Kysely<Database>, fromAt: number): Promise<void> {
    let after = { startedAt: Math.max(fromAt, -1), serviceId: 0 };
    for (;;) {
      const { startedAt, serviceId } = after;
      const rows = await db
        .selectFrom('result_recent')
        .select(['started_at', 'service_id'])
        .where('generation', '=', this.#generation ?? 0)
        .where((row) => row(row.refTuple('started_at', 'service_id'), '>', row.tuple(startedAt, serviceId)))
        .orderBy('started_at')
        .orderBy('service_id')
        .limit(rowsPerPage)
        .execute();
      for (const row of rows) this.#add(row.service_id, row.started_at);
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsPerPage) return;
      after = { startedAt: last.started_at, serviceId: last.service_id };
    }
  }

  #add(serviceId: number, at: number): void {
    const starts = this.#starts.get(serviceId);
    if (starts === undefined) this.#starts.set(serviceId, [at]);
    else if (starts.lastIndexOf(at) >= 0) return;
    else starts.push(at);
    this.#known += 1;
    this.#lastAt = Math.max(this.#lastAt, at);
  }
}

// How much later than others that began after it a result may be stored: hardly ever, seldom, and at all.
const latenessMs = [15_000, 300_000, Number.POSITIVE_INFINITY];

// Others get their turn from page to page.
const rowsPerPage = 2_000;

interface SelectByStart {
  readonly count: number;
  readonly query: CompiledQuery<RecentRow>;
}

const mostPerStatement = 512;
const startsPerStatement = [32, 128, mostPerStatement];

function compileSelect(db: Kysely<Database>, count: number): CompiledQuery<RecentRow> {
  return db
    .selectFrom('result_recent')
    .select(['service_id', 'started_at', 'facts'])
    .where('generation', '=', 0)
    .where('service_id', '=', 0)
    .where('started_at', 'in', Array<number>(count).fill(0))
    .orderBy('started_at')
    .compile();
}
