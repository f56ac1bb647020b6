import { type DatabaseIntrospector, type QueryExecutorProvider, sql } from 'kysely'
import { keptTables, keyOf } from '../../src/store/tables.js'
import { noon } from './articles.js'

/** A database of whatever schema. */
type AnyDatabase = QueryExecutorProvider & { readonly introspection: DatabaseIntrospector }

/** Rows of every kind are made for each of these. */
const owners = [1, 2, 3]

/** Words that columns with a meaning of their own may hold; every other text says where it stands. */
const words: Record<string, string> = {
  'sources.kind': 'feed',
  'sources.scope': '',
  'sources.full_text': 'auto',
  'sources.identity_scheme': 'guid',
  'sources.last_error': '{"key":"source.timeout","params":{"host":"a.test","seconds":20}}',
  'sources.headers': '{"Authorization":"Bearer secret"}',
  'sources.pace': '{"rhythmMs":1,"ttlMs":null,"skipHours":[],"skipDays":[]}',
  'sources.remarks': '[]',
  'articles.kind': 'full',
  'articles.text_from': 'source',
  'articles.completion': 'quiet',
  'topics.width': 'normal',
  'subscriptions.cron': '0 9 * * *',
  'subscriptions.time_zone': 'UTC',
  'subscriptions.style': 'items',
  'deliveries.state': 'sent',
  'digests.state': 'sent',
  'written_summaries.sentences': '["One."]',
  'feedback.evidence': '[]',
  'views.state': '{}',
  'audit_log.detail': '{}',
}

/** What a row belongs to has the row's own number. */
const references = /^(?:source|article|topic|subscription|story|view)_id$/

/**
 * Puts three rows into every table there is, in whatever version of the schema: the first with nothing that may be
 * missing, the others with something in every column, and in the last of them with what is hard to write down.
 */
export async function fillDatabase(db: AnyDatabase): Promise<void> {
  const found = await db.introspection.getTables()
  for (const name of keptTables) {
    const table = found.find((each) => each.name === name)
    for (const owner of table ? owners : []) {
      const cells = (table?.columns ?? []).flatMap((column) => {
        const optional = (column.isNullable || column.hasDefaultValue) && !keyOf(name).includes(column.name)
        // Ids are given by the database, from 1 on.
        if (column.name === 'id' || (owner === 1 && optional)) return []
        const isNumber = /int/i.test(column.dataType)
        return [[column.name, isNumber ? numberFor(column.name, owner) : textFor(name, column.name, owner)]]
      })
      const columns = sql.join(cells.map(([column]) => sql.ref(String(column))))
      await sql`insert into ${sql.table(name)} (${columns}) values (${sql.join(cells.map(([, cell]) => cell))})
        on conflict do nothing`.execute(db)
    }
  }
}

function numberFor(column: string, owner: number): number {
  if (references.test(column)) return owner
  return /_at$|_until$/.test(column) ? noon + owner : owner
}

function textFor(table: string, column: string, owner: number): string {
  const word = words[`${table}.${column}`]
  if (word !== undefined) return word
  const hard = owner === 3 ? ` "quoted" \\n \n\t\u2028 'single' 語 🚋 ${'x'.repeat(70_000)}` : ''
  // Long texts do not fit into an index.
  return `${table}.${column} ${owner}${/^(?:text|lead|question|template|evidence)$/.test(column) ? hard : hard.slice(0, 40)}`
}

/** Every row of a table in one order, whatever the order in which a database gives them. */
export async function rowsOf(
  db: AnyDatabase,
  table: string,
  columns?: readonly string[],
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)
  const chosen = rows.map((row) => {
    const names = columns ?? Object.keys(row)
    return Object.fromEntries([...names].sort().map((name) => [name, row[name]]))
  })
  return chosen.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
