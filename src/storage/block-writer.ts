import type { Kysely, Transaction } from 'kysely';
import { withParameters } from './prepared.ts';
import { type BlockEncoder, decodeBlock } from './result-codec.ts';
import { createRollupWriter } from './rollup-writer.ts';
import type { Database } from './schema.ts';

/** A block that is complete. */
export interface NewBlock {
  readonly serviceId: number;
  readonly block: BlockEncoder;
  /** Whether the roll-up of its day is made already. */
  readonly dayMade: boolean;
  /** See `sealing` in schema.ts. */
  readonly hoursFromAt: number;
}

/** Stores blocks, and adds their results to the roll-ups in the same transaction: each is counted once. */
export interface BlockWriter {
  write(db: Transaction<Database>, block: NewBlock): Promise<void>;
}

/** Prepares its statements. */
export function createBlockWriter(compiler: Kysely<Database>): BlockWriter {
  const rollups = createRollupWriter(compiler);
  const insert = compileBlockInsert(compiler);
  return {
    async write(db, { serviceId, block, dayMade, hoursFromAt }) {
      const { lastAt } = block;
      const facts = block.finish();
      await db.executeQuery(withParameters(insert, [serviceId, lastAt, facts]));
      const added = { serviceId, results: decodeBlock(lastAt, facts) };
      await rollups.addToHour(db, added);
      if (dayMade) await rollups.addToDay(db, added, hoursFromAt);
    },
  };
}

/** The statement that stores a block; its parameters are the number of its service, when its last result began, and its bytes. */
export function compileBlockInsert(compiler: Kysely<Database>) {
  return compiler.insertInto('result_block').values({ service_id: 0, last_at: 0, facts: new Uint8Array() }).compile();
}
