import { allShards, formatShards, overlap, parseShards } from '../core/shards.js'
import type { Database } from './database.js'

/** Marks an epoch as whole; its parts count from 1. */
const mark = 0

/**
 * The search index of served servers in parts. Parts of one epoch belong together, in their order. A whole rewriting is a new epoch, which
 * counts only once it is marked: whoever is killed while writing one leaves the old one in force.
 */
export function createIndexPartStore(db: Database, shards = allShards) {
  const share = formatShards(shards)

  return {
    /** Removes what was kept for other shares of the same servers, as they were divided before. */
    async removeOthers(): Promise<void> {
      const shares = await db
        .selectFrom('index_parts')
        .select('share')
        .distinct()
        .where('number', '<=', mark + 1)
        .where('share', '<>', share)
        .execute()
      for (const { share: other } of shares) {
        const before = parseShards(other)
        if (before && !overlap(before, shards)) continue
        await db.deleteFrom('index_parts').where('share', '=', other).execute()
      }
    },

    /** The epoch in force, if there is one. */
    async epoch(): Promise<number | undefined> {
      const row = await db
        .selectFrom('index_parts')
        .select((eb) => eb.fn.max('epoch').as('epoch'))
        .where('share', '=', share)
        .where('number', '=', mark)
        .executeTakeFirst()
      return row?.epoch ?? undefined
    },

    /** The parts of an epoch, one after the other. */
    async *read(epoch: number): AsyncGenerator<Uint8Array> {
      for (let number = mark + 1; ; number++) {
        const row = await db
          .selectFrom('index_parts')
          .select('data')
          .where('share', '=', share)
          .where('epoch', '=', epoch)
          .where('number', '=', number)
          .executeTakeFirst()
        if (!row) return
        yield row.data
      }
    },

    /** Stores a part; false when another process has stored one in its place. */
    async append(epoch: number, number: number, data: Uint8Array): Promise<boolean> {
      const result = await db
        .insertInto('index_parts')
        .values({ share, epoch, number, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) > 0
    },

    /** Puts an epoch in force, and removes what was before it or was never finished. */
    async begin(epoch: number): Promise<void> {
      await db
        .insertInto('index_parts')
        .values({ share, epoch, number: mark, data: Buffer.alloc(0) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await db.deleteFrom('index_parts').where('share', '=', share).where('epoch', '<', epoch).execute()
    },

    /** Removes the parts of an epoch after the first `count`. */
    async cut(epoch: number, count: number): Promise<void> {
      await db
        .deleteFrom('index_parts')
        .where('share', '=', share)
        .where('epoch', '=', epoch)
        .where('number', '>', count)
        .execute()
    },
  }
}
