import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '../src/store/database.js'
import { startEmbeddedPostgres } from './chaos/embedded-postgres.js'
import { makeDatabase } from './chaos/make-database.js'
import { fillDatabase } from './made-database.js'
import { printTable } from './table.js'

interface Layout {
  name: string
  table: string
  /** Months of a ledger that is divided; 1: it is not. */
  partitions: number
}

interface Measured {
  layout: string
  indexMb: number
  insertMs: number
  /** What is asked → ms each, sent one after the other. */
  askedMs: Record<string, number>
}

const repeats = 500
const inserted = 50_000

/** What the bot does with the ledger, in the words of PostgreSQL. */
const asked: Record<string, (table: string) => string> = {
  'a message is sent': (table) =>
    `update ${table} set attempts = 1 where nonce = 'none' and state = 'claimed'`,
  'what waits': (table) =>
    `select id from ${table} where subscription_id = 7 and state in ('pending', 'held') and state = 'pending'`,
  'what came lately': (table) =>
    `select created_at from ${table} where subscription_id = 7 and created_at > 9000000000000`,
  'the post of a message': (table) => `select id from ${table} where message_id = 'm500'`,
}

/**
 * Whether a ledger in monthly parts would be better: the same rows with the same indexes in one table and in parts.
 * They can only be divided by article, since a row has to be single by article and subscription in all of them; what
 * does not name an article looks into every part.
 */
export async function ledger(args: string[]): Promise<void> {
  const options = {
    rows: { type: 'string', default: '2000000' },
    months: { type: 'string', default: '24' },
  } as const
  const { values } = parseArgs({ args, options })
  const rows = Number(values.rows)
  const postgres = await startEmbeddedPostgres()
  const opened: (() => Promise<void>)[] = [postgres.stop]
  try {
    const url = await makeDatabase(postgres.url, 'ledger')
    await (await openDatabase({ url })).close()
    const articles = Math.ceil(rows / 10)
    const size = { servers: 1000, sources: 1000, articles, topics: 10_000, ledger: rows }
    await fillDatabase(url, size, Date.UTC(2026, 10, 2, 12))
    const client = new pg.Client({ connectionString: url })
    opened.push(() => client.end())
    await client.connect()
    const layouts: Layout[] = [
      { name: 'one table', table: 'whole', partitions: 1 },
      { name: `${values.months} parts`, table: 'divided', partitions: Number(values.months) },
    ]
    const results: Measured[] = []
    for (const layout of layouts) results.push(await measure(client, layout, articles))
    print(results)
  } finally {
    for (const close of opened.reverse()) await close()
  }
}

async function measure(client: pg.Client, layout: Layout, articles: number): Promise<Measured> {
  await build(client, layout, articles)
  const { table } = layout
  const insertMs = await timed(() =>
    client.query(`insert into ${table} (id, subscription_id, article_id, state, attempts, message_id, created_at, updated_at)
      select 1e9 + n, n * 7919 % 10000 + 1, ${articles} + n / 10, 'sent', 1, 'm' || 1e9 + n, 1e12 + n, 1e12 + n
      from generate_series(1, ${inserted}) n`),
  )
  await client.query('analyze')
  const askedMs: Record<string, number> = {}
  for (const [name, statement] of Object.entries(asked)) {
    const all = await timed(async () => {
      for (let i = 0; i < repeats; i++) await client.query(statement(table))
    })
    askedMs[name] = all / repeats
  }
  const { rows } = await client.query<{ bytes: string }>(
    `select sum(pg_indexes_size(relid)) as bytes from pg_partition_tree('${table}')`,
  )
  // An ordinary table is no tree.
  const own = await client.query<{ bytes: string }>(`select pg_indexes_size('${table}') as bytes`)
  const bytes = Number(rows[0]?.bytes ?? own.rows[0]?.bytes)
  return { layout: layout.name, indexMb: bytes / 1e6, insertMs, askedMs }
}

/** The ledger as the migrations make it, once more; a primary key of parts has to name what they are divided by. */
async function build(client: pg.Client, { table, partitions }: Layout, articles: number): Promise<void> {
  const isDivided = partitions > 1
  await client.query(
    `create table ${table} (like deliveries including defaults)${isDivided ? ' partition by range (article_id)' : ''}`,
  )
  const perPart = Math.ceil(articles / partitions)
  for (let i = 0; isDivided && i < partitions; i++)
    await client.query(
      `create table ${table}_${i} partition of ${table}
        for values from (${i * perPart}) to (${i < partitions - 1 ? (i + 1) * perPart : 'maxvalue'})`,
    )
  await client.query(`insert into ${table} select * from deliveries`)
  const indexes = await client.query<{ indexname: string; indexdef: string }>(
    "select indexname, indexdef from pg_indexes where tablename = 'deliveries'",
  )
  for (const { indexname, indexdef } of indexes.rows)
    await client.query(
      indexdef
        .replace(indexname, `${table}_${indexname}`)
        .replace(' ON public.deliveries ', ` ON ${table} `)
        .replace('(id)', isDivided ? '(id, article_id)' : '(id)'),
    )
  await client.query('analyze')
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function print(results: readonly Measured[]): void {
  const names = Object.keys(asked)
  printTable(
    ['layout', 'indexes MB', `${inserted} rows more, s`, ...names.map((name) => `${name}, ms`)],
    results.map(({ layout, indexMb, insertMs, askedMs }) => [
      layout,
      indexMb.toFixed(0),
      (insertMs / 1000).toFixed(1),
      ...names.map((name) => (askedMs[name] ?? 0).toFixed(2)),
    ]),
  )
}
