import { type RawBuilder, sql } from 'kysely'
import type { Database } from './database.js'
import { keyOf, readColumns, type TableName } from './tables.js'

/** Rows of one step, each with little that goes with it: some milliseconds. */
const rowsPerStep = 200
/** An article takes its keys, its part of the ledger and its summaries with it. */
const articlesPerStep = 50

/** Tells other processes what a server watched; see `createWatchStore`. And the note that the bot has left it. */
const last: readonly string[] = ['watch_changes', 'left_guilds']

/** What was deleted: rows by table. */
export type Deleted = Partial<Record<TableName, number>>

/** Servers as a whole: which there are, which the bot has left, and deleting all that is stored of one. */
export function createGuildStore(db: Database) {
  let ofGuilds: TableName[] | undefined

  async function remove(table: TableName, which: RawBuilder<unknown>): Promise<Deleted> {
    const key = sql.join(keyOf(table).map((name) => sql.ref(name)))
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where (${key}) in
        (select ${key} from ${sql.table(table)} where ${which} limit ${rowsPerStep})`.execute(db)
    return numAffectedRows === 0n ? {} : { [table]: Number(numAffectedRows) }
  }

  /** What was posted for its topics goes before them: with them it would go all at once. */
  async function removeTopics(guildId: string): Promise<Deleted> {
    const own = sql`select id from topics where guild_id = ${guildId}`
    const ofOwn = sql`subscription_id in (select id from subscriptions where topic_id in (${own}))`
    const posted = await firstOf([
      () => remove('deliveries', ofOwn),
      () => remove('digests', ofOwn),
      () => remove('topic_reads', sql`topic_id in (${own})`),
      () => remove('subscriptions', sql`topic_id in (${own})`),
    ])
    return isEmpty(posted) ? await remove('topics', sql`guild_id = ${guildId}`) : posted
  }

  /** A source that others follow stays for them. */
  async function removeSource(guildId: string): Promise<Deleted> {
    const followed = await db
      .selectFrom('guild_sources')
      .select('source_id')
      .where('guild_id', '=', guildId)
      .executeTakeFirst()
    if (!followed) return {}
    const { source_id: id } = followed
    const others = await db
      .selectFrom('guild_sources')
      .select('guild_id')
      .where('source_id', '=', id)
      .where('guild_id', '<>', guildId)
      .executeTakeFirst()
    if (others) return await remove('guild_sources', sql`guild_id = ${guildId} and source_id = ${id}`)
    const removed = await removeWhole(id)
    return removed.sources ? { ...removed, guild_sources: 1 } : removed
  }

  /** Its own copy of a source that it no longer follows: see `bin.ts`. */
  async function removeCopy(guildId: string): Promise<Deleted> {
    const copy = await db
      .selectFrom('sources')
      .select('id')
      .where('unfollowed_at', 'is not', null)
      .where('scope', '=', guildId)
      .executeTakeFirst()
    return copy ? await removeWhole(copy.id) : {}
  }

  /** What a source holds goes before it, as with topics. */
  async function removeWhole(id: number): Promise<Deleted> {
    const content = await firstOf([
      () => removeArticles(id),
      () => remove('article_keys', sql`source_id = ${id}`),
    ])
    if (!isEmpty(content)) return content
    await db.deleteFrom('sources').where('id', '=', id).execute()
    return { sources: 1 }
  }

  async function removeArticles(sourceId: number): Promise<Deleted> {
    const articles = await db
      .selectFrom('articles')
      .select('id')
      .where('source_id', '=', sourceId)
      .limit(articlesPerStep)
      .execute()
    if (articles.length === 0) return {}
    const ids = articles.map(({ id }) => id)
    await db.deleteFrom('articles').where('id', 'in', ids).execute()
    return { articles: ids.length }
  }

  /** Every other table that knows of servers, whatever it holds. */
  async function removeRest(guildId: string): Promise<Deleted> {
    // Which tables there are takes long to find out, and does not change while a program runs.
    ofGuilds ??= [...(await readColumns(db))].flatMap(([table, columns]) =>
      !last.includes(table) && columns.some(({ name }) => name === 'guild_id') ? [table] : [],
    )
    for (const table of ofGuilds) {
      const deleted = await remove(table, sql`guild_id = ${guildId}`)
      if (!isEmpty(deleted)) return deleted
    }
    return {}
  }

  return {
    /** The bot is no longer in a server; when it left first counts. */
    async markLeft(guildIds: readonly string[], now: number): Promise<void> {
      if (guildIds.length === 0) return
      await db
        .insertInto('left_guilds')
        .values(guildIds.map((guild_id) => ({ guild_id, left_at: now })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    /** The bot is in a server (again). */
    async markPresent(guildId: string): Promise<void> {
      await db.deleteFrom('left_guilds').where('guild_id', '=', guildId).execute()
    },

    /** Servers that the bot left, in the order of their ids, `limit` of them after one. */
    async left(after: string, limit: number): Promise<string[]> {
      return await idsOf('left_guilds', after, limit)
    },

    /** The server that was left first, before a time (ms). */
    async leftBefore(time: number): Promise<string | undefined> {
      const row = await db
        .selectFrom('left_guilds')
        .select('guild_id')
        .where('left_at', '<', time)
        .orderBy('left_at')
        .executeTakeFirst()
      return row?.guild_id
    },

    /** Servers that something is stored of, in the order of their ids, `limit` of them after one. */
    async known(after: string, limit: number): Promise<string[]> {
      const ids = new Set<string>()
      for (const table of ['guild_sources', 'topics', 'guild_settings', 'searches', 'model_usage'] as const)
        for (const id of await idsOf(table, after, limit)) ids.add(id)
      return [...ids].sort().slice(0, limit)
    },

    /**
     * Deletes a little of what is stored of a server, and of sources that nobody else follows. Returns what;
     * undefined when all is gone.
     */
    async purgeStep(guildId: string): Promise<Deleted | undefined> {
      const deleted = await firstOf([
        () => removeTopics(guildId),
        () => removeSource(guildId),
        () => removeCopy(guildId),
        () => removeRest(guildId),
      ])
      return isEmpty(deleted) ? undefined : deleted
    },
  }

  async function idsOf(
    table: 'guild_sources' | 'topics' | 'guild_settings' | 'searches' | 'model_usage' | 'left_guilds',
    after: string,
    limit: number,
  ): Promise<string[]> {
    const { rows } = await sql<{ guild_id: string }>`
      select distinct guild_id from ${sql.table(table)} where guild_id > ${after}
      order by guild_id limit ${limit}`.execute(db)
    return rows.map(({ guild_id }) => guild_id)
  }
}

/** Does one thing after the other until one has deleted something. */
async function firstOf(steps: readonly (() => Promise<Deleted>)[]): Promise<Deleted> {
  for (const step of steps) {
    const deleted = await step()
    if (!isEmpty(deleted)) return deleted
  }
  return {}
}

function isEmpty(deleted: Deleted): boolean {
  return Object.keys(deleted).length === 0
}
