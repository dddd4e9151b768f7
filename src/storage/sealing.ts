import type { Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { type BlockWriter, createBlockWriter } from './block-writer.ts';
import { startStep } from './pace.ts';
import { type BlockEncoder, createBlockEncoder, decodeFacts } from './result-codec.ts';
import { periodStart } from './rollup.ts';
import type { Database } from './schema.ts';
import { isDue } from './sealing-due.ts';
import { readSealing, type SealingState, updateSealing } from './sealing-state.ts';
import type { Connection } from './sqlite.ts';

/** Whether a service's roll-up of that day is made already, so that late results have to be added to it. */
export type IsDayMade = (serviceId: number, dayAt: number, state: SealingState) => boolean;

export interface SealerParts {
  readonly reader: Connection;
  readonly writer: Connection;
  readonly clock: Clock;
  readonly isDayMade: IsDayMade;
}

/** Packs recent results by service and rolls them up. Every result moves in one transaction: it is never in two places, nor in none. */
export interface Sealer {
  /** One step of a few milliseconds; resolves whether there is more to do. */
  step(now: number): Promise<boolean>;
}

/** Goes on where an earlier process was stopped. */
export function createSealer(parts: SealerParts): Sealer {
  let gathering: Gathering | undefined;
  const blockWriter = createBlockWriter(parts.writer.db);
  return {
    async step(now) {
      const state = await parts.reader.read(readSealing);
      const generation = state.sealing_generation;
      if (generation === null) {
        const due = await parts.reader.read((db) => isDue(db, state, now));
        if (due) await parts.writer.write('written', beginGeneration);
        return due;
      }
      gathering = gathering?.generation === generation ? gathering : startGathering(state, generation);
      if (!gathering.complete) await gather(gathering, parts);
      else if (gathering.blocks.size > 0) await writeBlocks(gathering, parts, blockWriter);
      else await parts.writer.write('written', (db) => clear(db, generation));
      return true;
    },
  };
}

/** From now on new results go to the next generation. */
async function beginGeneration(db: Transaction<Database>): Promise<void> {
  const { generation, sealed_until_at } = await readSealing(db);
  const { latest } = await db
    .selectFrom('result_recent')
    .select((row) => row.fn.max('started_at').as('latest'))
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  await updateSealing(db, {
    generation: generation + 1,
    sealing_generation: generation,
    sealed_through: 0,
    sealed_until_at: Math.max(sealed_until_at, latest ?? sealed_until_at),
  });
}

/** What was read of a generation so far, packed as it will be stored. */
interface Gathering {
  readonly generation: number;
  readonly above: number;
  /** By service, one block per hour, oldest first; taken out as they are written. */
  readonly blocks: Map<number, BlockEncoder[]>;
  after: { readonly startedAt: number; readonly serviceId: number };
  complete: boolean;
}

function startGathering({ sealed_through }: SealingState, generation: number): Gathering {
  const after = { startedAt: -1, serviceId: 0 };
  return { generation, above: sealed_through, blocks: new Map(), after, complete: false };
}

const rowsPerStep = 1_000;

async function gather(gathering: Gathering, { reader }: SealerParts): Promise<void> {
  const { generation, above, after } = gathering;
  const rows = await reader.read((db) =>
    db
      .selectFrom('result_recent')
      .select(['service_id', 'started_at', 'facts'])
      .where('generation', '=', generation)
      .where((row) => {
        return row(row.refTuple('started_at', 'service_id'), '>', row.tuple(after.startedAt, after.serviceId));
      })
      .orderBy('started_at')
      .orderBy('service_id')
      .limit(rowsPerStep)
      .execute(),
  );
  for (const { service_id, started_at, facts } of rows) {
    if (service_id <= above) continue;
    blockFor(gathering.blocks, service_id, started_at).add({ startedAt: started_at, ...decodeFacts(facts) });
  }
  const last = rows.at(-1);
  if (last === undefined || rows.length < rowsPerStep) gathering.complete = true;
  else gathering.after = { startedAt: last.started_at, serviceId: last.service_id };
}

/** The service's block of that hour; rows come in the order of time, so that only its last one can be it. */
function blockFor(blocks: Gathering['blocks'], serviceId: number, startedAt: number): BlockEncoder {
  const ofService = blocks.get(serviceId) ?? [];
  const last = ofService.at(-1);
  if (last !== undefined && periodStart('hour', last.firstAt) === periodStart('hour', startedAt)) return last;
  const block = createBlockEncoder(startedAt);
  blocks.set(serviceId, [...ofService, block]);
  return block;
}

async function writeBlocks(gathering: Gathering, parts: SealerParts, blockWriter: BlockWriter): Promise<void> {
  const { writer, clock, isDayMade } = parts;
  const written = await writer.write('written', async (db) => {
    const state = await readSealing(db);
    const step = startStep(clock);
    const done: number[] = [];
    for (const serviceId of [...gathering.blocks.keys()].sort((a, b) => a - b)) {
      for (const block of gathering.blocks.get(serviceId) ?? []) {
        const dayMade = isDayMade(serviceId, periodStart('day', block.firstAt), state);
        await blockWriter.write(db, { serviceId, block, dayMade, hoursFromAt: state.hours_from_at });
      }
      done.push(serviceId);
      if (step.isOver()) break;
    }
    await updateSealing(db, { sealed_through: done.at(-1) ?? state.sealed_through });
    return done;
  });
  for (const serviceId of written) gathering.blocks.delete(serviceId);
}

const clearedPerStep = 2_000;

/** Removes rows of a generation that is wholly in blocks; ends the sealing with the last of them. */
async function clear(db: Transaction<Database>, generation: number): Promise<void> {
  const last = await db
    .selectFrom('result_recent')
    .select('started_at')
    .where('generation', '=', generation)
    .orderBy('started_at')
    .limit(1)
    .offset(clearedPerStep)
    .executeTakeFirst();
  let remove = db.deleteFrom('result_recent').where('generation', '=', generation);
  if (last !== undefined) remove = remove.where('started_at', '<=', last.started_at);
  await remove.execute();
  if (last === undefined) await updateSealing(db, { sealing_generation: null, sealed_through: 0 });
}
