import { CompiledQuery, type KyselyPlugin, sql } from 'kysely'
import { allShards, parseShards } from '../src/core/shards.js'
import type { Database, OpenDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import { tables } from '../src/store/tables.js'

/** How a database would carry out a statement. */
export interface Plan {
  name: string
  statement: string
  /** Tables of which it reads every row. */
  scanned: string[]
  /** In PostgreSQL's own units, where a page read in sequence is 1; SQLite tells none. */
  cost: number
}

type Query = (stores: Stores, now: number) => Promise<unknown>

const guildId = String(5n << 22n)

/** What the bot asks all the time, and what people wait for. */
export const hotQueries: Record<string, Query> = {
  'due sources': ({ sources }, now) => sources.claimDue(now, 24, now + 1),
  'a source checked': ({ sources }, now) =>
    sources.markChecked({ id: 7, url: 'https://s.test/7' }, {}, now, now),
  'held sources': ({ sources }) => sources.releaseSettled(),
  'due subscriptions': ({ subscriptions }, now) =>
    subscriptions.due(now, {
      limit: 200,
      perGuild: 50,
      except: { subscriptions: [1], channels: ['1'], guilds: ['1'] },
    }),
  'subscriptions of a server': ({ subscriptions }) => subscriptions.of(guildId),
  'the server of a channel': ({ subscriptions }) => subscriptions.guildOf('900000000007'),
  'what waits': ({ deliveries }) => deliveries.pending(7, 500),
  'how much waits': ({ deliveries }) => deliveries.countPending(7),
  'expired claims': ({ deliveries }, now) => deliveries.expired(now, 1000),
  'leases at the start': ({ deliveries }, now) => deliveries.expireLeases(now),
  'a message sent': ({ deliveries }, now) => deliveries.markSent('nonce7', 'm', now),
  'what came lately': ({ deliveries }, now) => deliveries.createdSince(7, now - 7 * 86_400_000),
  'what is held': ({ sourceDeliveries }) => sourceDeliveries.heldOf(guildId, 7),
  'an article in the ledger': ({ deliveries }) => deliveries.ofArticle(guildId, 7),
  'posts of changed articles': ({ posts }, now) => posts.outdated(now - 3 * 86_400_000, 200),
  'posts to publish': ({ posts }, now) => posts.publishable(now - 86_400_000, 100),
  'the title of a post': ({ posts }) => posts.titleOfPost('m7'),
  'known articles': ({ articles }) => articles.known(7, ['id:a6', 'id:a7']),
  'latest articles': ({ articles }) => articles.latest(new Set([1, 2, 3]), 10),
  'an address': ({ articles }) => articles.byUrl('https://s.test/7', new Set([1, 2, 3])),
  'versions of articles': ({ articles }, now) => articles.versions({ updatedAt: now - 60_000, id: 0 }, 500),
  'articles that wait for their page': ({ completions }, now) => completions.due(now, 500),
  'tellers of a story': ({ stories }) => stories.tellers([50], new Set([1, 2, 3])),
  'followers of a source': ({ followers }) => followers.followers(7),
  'what a server follows': ({ followers }) => followers.followedBy(guildId),
  'topics of servers that changed': ({ watches }) => watches.topics([guildId]),
}

export interface ExplainOptions {
  now: number
  /**
   * In a small database reading a whole table is often the quickest. With this, PostgreSQL does so only where it has no
   * other way, as when a table is large. SQLite does not look at how large they are.
   */
  asIfLarge?: boolean
}

/**
 * How each hot query would be carried out: on PostgreSQL by a process with some of the shards, on SQLite by one that has
 * all servers. Nothing is changed.
 */
export async function explainPlans(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
  { now, asIfLarge = false }: ExplainOptions,
): Promise<Plan[]> {
  const plans: Plan[] = []
  const shards = dialect === 'postgres' ? parseShards('0-3/16') : allShards
  const explain = dialect === 'postgres' ? explainInPostgres : explainInSqlite
  for (const [name, query] of Object.entries(hotQueries)) {
    const seen: CompiledQuery[] = []
    // A transaction that is taken back: some of them change rows.
    await db
      .transaction()
      .execute(async (within) => {
        if (asIfLarge && dialect === 'postgres') await sql`set local enable_seqscan = off`.execute(within)
        await query(createStores(recording(within, seen), shards), now)
        for (const compiled of seen) plans.push(await explain(within, name, compiled))
        throw takenBack
      })
      .catch((error: unknown) => {
        if (error !== takenBack) throw error
      })
  }
  return plans
}

const takenBack = new Error('taken back')

/** The same database; what is asked of it is kept. */
function recording(db: Database, seen: CompiledQuery[]): Database {
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      seen.push(db.getExecutor().compileQuery(node, { queryId: 'explained' }))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return db.withPlugin(plugin)
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Total Cost': number
  Plans?: PlanNode[]
}

async function explainInPostgres(db: Database, name: string, query: CompiledQuery): Promise<Plan> {
  const rows = await ask<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(db, 'explain (format json)', query)
  const root = rows[0]?.['QUERY PLAN'][0].Plan
  if (!root) throw new Error(`explain: no plan for ${name}`)
  return { name, statement: query.sql, scanned: [...new Set(scannedBy(root))], cost: root['Total Cost'] }
}

function scannedBy(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : []
  return [...own, ...(node.Plans ?? []).flatMap(scannedBy)]
}

/** See https://www.sqlite.org/eqp.html. All of an index that holds some rows only are not all rows. */
async function explainInSqlite(db: Database, name: string, query: CompiledQuery): Promise<Plan> {
  const steps = await ask<{ detail: string }>(db, 'explain query plan', query)
  const partial = await sql<{ name: string }>`
    select name from sqlite_master where type = 'index' and sql like '% where %'
  `.execute(db)
  const ofSomeRows = new Set(partial.rows.map((index) => index.name))
  const scanned = steps.flatMap(({ detail }) => {
    const [, table = '', index = ''] = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? []
    return table in tables && !ofSomeRows.has(index) ? [table] : []
  })
  return { name, statement: query.sql, scanned: [...new Set(scanned)], cost: 0 }
}

async function ask<Row>(db: Database, how: string, query: CompiledQuery): Promise<Row[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(`${how} ${query.sql}`, [...query.parameters]))
  return rows
}
