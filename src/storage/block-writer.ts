import type { Kysely, Transaction } from 'kysely';
import { withParameters } from './prepared.ts';
import { type BlockEncoder, decodeBlock } from './result-codec.ts';
import { periodStart, tallyOf } from './rollup.ts';
import { createRollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';

/** A block that is complete. */
export interface NewBlock {
  readonly serviceId: number;
  readonly block: BlockEncoder;
  /** Whether the roll-up of its day is made already. */
  readonly dayMade: boolean;
}

/** Stores blocks, and adds their results to the roll-ups in the same transaction: each is counted once. */
export interface BlockWriter {
  write(db: Transaction<Database>, block: NewBlock): Promise<void>;
}

/** Prepares its statements. */
export function createBlockWriter(compiler: Kysely<Database>): BlockWriter {
  const rollupRows = createRollupRows(compiler);
  const insert = compiler
    .insertInto('result_block')
    .values({ service_id: 0, last_at: 0, facts: new Uint8Array() })
    .compile();
  return {
    async write(db, { serviceId, block, dayMade }) {
      const { firstAt, lastAt } = block;
      const facts = block.finish();
      await db.executeQuery(withParameters(insert, [serviceId, lastAt, facts]));
      const tally = tallyOf(decodeBlock(lastAt, facts));
      const periods = dayMade ? (['hour', 'day'] as const) : (['hour'] as const);
      for (const period of periods) {
        await rollupRows.add(db, { serviceId, period, startsAt: periodStart(period, firstAt) }, tally);
      }
    },
  };
}
