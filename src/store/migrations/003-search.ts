import { type Kysely, sql } from 'kysely'

/** The search index, kept so that a restart does not read every article again; and what each person searched for. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .createTable('index_parts')
    .addColumn('epoch', 'bigint', (col) => col.notNull())
    .addColumn('number', 'integer', (col) => col.notNull())
    .addColumn('data', sql.raw(dialect === 'postgres' ? 'bytea' : 'blob'), (col) => col.notNull())
    .addPrimaryKeyConstraint('index_parts_pk', ['epoch', 'number'])
    .execute()

  await db.schema
    .createTable('searches')
    .addColumn('guild_id', 'text', (col) => col.notNull())
    .addColumn('user_id', 'text', (col) => col.notNull())
    .addColumn('query', 'text', (col) => col.notNull())
    .addColumn('searched_at', 'bigint', (col) => col.notNull())
    .addPrimaryKeyConstraint('searches_pk', ['guild_id', 'user_id', 'query'])
    .execute()
}
