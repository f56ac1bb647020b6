import { type Kysely, sql } from 'kysely'

type Dialect = 'sqlite' | 'postgres'
type Db = Kysely<unknown>

/** How sources are read and recognised: scopes, options, pace, health; several keys per article; completion from pages. */
export async function up(db: Db, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') await rebuildSources(db)
  else await extendSources(db)

  await db.schema.alterTable('guild_sources').addColumn('told', 'text').execute()
  await db.schema.alterTable('guild_sources').addColumn('snoozed_until', 'bigint').execute()

  const column = (name: string, type: 'text' | 'bigint') =>
    db.schema.alterTable('articles').addColumn(name, type).execute()
  await column('image', 'text')
  await column('lead', 'text')
  await db.schema
    .alterTable('articles')
    .addColumn('text_from', 'text', (col) => col.notNull().defaultTo('source'))
    .execute()
  await column('completion', 'text')
  await column('complete_at', 'bigint')
  await db.schema
    .alterTable('articles')
    .addColumn('complete_tries', 'integer', (col) => col.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('articles_complete')
    .on('articles')
    .column('complete_at')
    .where(sql.ref('complete_at'), 'is not', null)
    .execute()
  await db.schema.createIndex('articles_story').on('articles').column('story_id').execute()
  await db.schema.createIndex('articles_dated').on('articles').columns(['dated_at', 'id']).execute()

  await db.schema
    .createTable('article_keys')
    .addColumn('source_id', 'bigint', (col) => col.notNull().references('sources.id').onDelete('cascade'))
    .addColumn('key', 'text', (col) => col.notNull())
    .addColumn('article_id', 'bigint', (col) => col.references('articles.id').onDelete('set null'))
    .addPrimaryKeyConstraint('article_keys_pk', ['source_id', 'key'])
    .execute()
  await db.schema.createIndex('article_keys_article').on('article_keys').column('article_id').execute()
  // The other keys of an article are added when it is read again.
  await sql`insert into article_keys (source_id, key, article_id)
    select source_id, 'id:' || identity, id from articles`.execute(db)
}

async function extendSources(db: Db): Promise<void> {
  for (const column of sourceColumns) await sql`alter table sources add column ${sql.raw(column)}`.execute(db)
  await sql`alter table sources drop constraint sources_url_key`.execute(db)
  await sql`alter table sources add constraint sources_address unique (url, scope)`.execute(db)
}

/**
 * SQLite cannot drop the uniqueness of an address, so the table is made anew (https://sqlite.org/lang_altertable.html,
 * section 7). Foreign keys are off while migrations run: else dropping the old table would empty those that refer to it.
 */
async function rebuildSources(db: Db): Promise<void> {
  const before = `id, kind, url, title, site_url, etag, last_modified, next_check_at, last_checked_at, last_success_at,
    failures, last_error, created_at`
  await sql`create table sources_new (
    id integer primary key autoincrement,
    kind text not null,
    url text not null,
    title text not null,
    site_url text,
    etag text,
    last_modified text,
    next_check_at bigint not null,
    last_checked_at bigint,
    last_success_at bigint,
    failures integer not null,
    last_error text,
    created_at bigint not null,
    ${sql.raw(sourceColumns.join(',\n'))},
    constraint sources_address unique (url, scope)
  )`.execute(db)
  await sql`insert into sources_new (${sql.raw(before)}) select ${sql.raw(before)} from sources`.execute(db)
  await db.schema.dropTable('sources').execute()
  await db.schema.alterTable('sources_new').renameTo('sources').execute()
  await db.schema.createIndex('sources_due').on('sources').column('next_check_at').execute()
}

/** As both databases write them. */
const sourceColumns = [
  "scope text not null default ''",
  "full_text text not null default 'auto'",
  'headers text',
  "identity_scheme text not null default 'guid'",
  'body_hash text',
  'pace text',
  'last_new_at bigint',
  'held_at bigint',
  'remarks text',
  'page_failures integer not null default 0',
]
