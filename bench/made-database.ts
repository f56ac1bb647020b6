import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../src/store/database.js'
import type { Schema } from '../src/store/schema.js'

/** Rows of each table. */
export interface DatabaseSize {
  servers: number
  sources: number
  articles: number
  topics: number
  ledger: number
}

const day = 86_400_000

/** Written out: a parameter would take the type of what stands beside it. */
const at = (time: number) => sql.raw(`${time}::bigint`)

/**
 * Fills an empty PostgreSQL database as one of that size would be: every server follows some sources and has some
 * topics, each with a channel; nearly all of the ledger was posted long ago, a little of it waits or is being sent.
 */
export async function fillDatabase(url: string, size: DatabaseSize, now: number): Promise<void> {
  // Millions of rows take longer than the bot waits for anything.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    // Neither triggers nor references are looked at: what is made is right, and would take an hour.
    await sql`set session_replication_role = replica`.execute(db)
    await fill(db, size, now)
  } finally {
    await db.destroy()
  }
}

async function fill(db: Database, size: DatabaseSize, now: number): Promise<void> {
  const { servers, sources, articles, topics, ledger } = size
  const guild = (n: string) => sql.raw(`((${n} % ${servers} + 1)::bigint << 22)::text`)
  await sql`insert into sources (kind, url, title, next_check_at, failures, created_at)
    select 'feed', 'https://s' || n || '.test/feed', 'Source ' || n, ${at(now)} + (n % 3600 - 60) * 1000, 0, ${at(now - 400 * day)}
    from generate_series(1::bigint, ${sql.lit(sources)}) n`.execute(db)
  await sql`insert into guild_sources (guild_id, source_id, added_by, added_at)
    select distinct ${guild('n')}, (n + n / ${sql.lit(servers)} * 7919) % ${sql.lit(sources)} + 1, 'u', ${at(now)}
    from generate_series(1::bigint, ${sql.lit(servers * 20)}) n`.execute(db)
  await sql`insert into articles (source_id, identity, url, title, text, kind, dated_at, content_hash, added_at,
      updated_at, story_id, complete_at)
    select n % ${sql.lit(sources)} + 1, 'a' || n, 'https://s.test/' || n, 'Article ' || n, 'Text', 'full',
      ${at(now)} - (${sql.lit(articles)} - n) * 60000, 'h', ${at(now)} - (${sql.lit(articles)} - n) * 60000,
      ${at(now)} - (${sql.lit(articles)} - n) * 60000, case when n % 50 = 0 then n end,
      case when n % 5000 = 0 then ${at(now)} end
    from generate_series(1::bigint, ${sql.lit(articles)}) n`.execute(db)
  await sql`insert into topics (guild_id, name, name_key, query, created_by, created_at)
    select ${guild('n')}, 'Topic ' || n, 'topic ' || n, 'word' || n, 'u', ${at(now)}
    from generate_series(1::bigint, ${sql.lit(topics)}) n`.execute(db)
  await sql`insert into subscriptions (topic_id, guild_id, channel_id, cron, time_zone, next_run_at, created_by,
      created_at, style, publish, coverage)
    select id, guild_id, (id + 900000000000)::text, '0 9 * * *', 'UTC', ${at(now)} + (id % 86400 - 100) * 1000, 'u', ${at(now)},
      'items', case when id % 100 = 0 then 1 else 0 end, case when id % 20 = 0 then 1 else 0 end
    from topics`.execute(db)
  await sql`insert into watch_changes (guild_id, number)
    select guild_id, row_number() over () from (select distinct guild_id from guild_sources) followers`.execute(
    db,
  )
  await sql`insert into deliveries (subscription_id, article_id, state, attempts, nonce, claimed_at, lease_until,
      message_id, created_at, updated_at)
    select (n + n / ${sql.lit(articles)}) % ${sql.lit(topics)} + 1, n % ${sql.lit(articles)} + 1,
      case when n % 2000 = 0 then 'pending' when n % 50000 = 1 then 'claimed' when n % 20000 = 2 then 'held' else 'sent' end,
      1, 'nonce' || n, ${at(now)}, case when n % 50000 = 1 then ${at(now)} end, 'm' || n,
      ${at(now)} - (${sql.lit(ledger)} - n) * 3000, ${at(now)} - (${sql.lit(ledger)} - n) * 3000
    from generate_series(1::bigint, ${sql.lit(ledger)}) n`.execute(db)
  await sql`insert into article_keys (source_id, key, article_id)
    select source_id, 'id:' || identity, id from articles`.execute(db)
  await sql`analyze`.execute(db)
}
