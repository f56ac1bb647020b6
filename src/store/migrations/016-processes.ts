import { type Kysely, sql } from 'kysely'

/**
 * Several processes on one database: who reads a source for how long, whose search index is kept, which work of all was
 * done; and indexes for what was looked for row by row.
 */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema.alterTable('sources').addColumn('claimed_until', 'bigint').execute()
  await db.schema
    .createIndex('sources_held')
    .on('sources')
    .column('id')
    .where(sql.ref('held_at'), 'is not', null)
    .execute()
  await keepIndexPerShare(db, dialect)
  await db.schema
    .createTable('runs')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('until', 'bigint', (col) => col.notNull())
    .execute()

  await db.schema
    .createIndex('deliveries_waiting')
    .on('deliveries')
    .column('subscription_id')
    .where(sql.ref('state'), 'in', ['pending', 'held'])
    .execute()
  await db.schema
    .createIndex('deliveries_posted')
    .on('deliveries')
    .column('updated_at')
    .where(sql.ref('state'), '=', 'sent')
    .execute()
  await db.schema
    .createIndex('deliveries_came')
    .on('deliveries')
    .columns(['subscription_id', 'created_at'])
    .execute()
}

/** Its key grows by a column, for which SQLite needs a new table. */
async function keepIndexPerShare(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema.alterTable('index_parts').renameTo('index_parts_old').execute()
  await db.schema
    .createTable('index_parts')
    .addColumn('share', 'text', (col) => col.notNull())
    .addColumn('epoch', 'bigint', (col) => col.notNull())
    .addColumn('number', 'integer', (col) => col.notNull())
    .addColumn('data', sql.raw(dialect === 'postgres' ? 'bytea' : 'blob'), (col) => col.notNull())
    .addPrimaryKeyConstraint('index_parts_share_pk', ['share', 'epoch', 'number'])
    .execute()
  await sql`insert into index_parts (share, epoch, number, data)
    select '0/1', epoch, number, data from index_parts_old`.execute(db)
  await db.schema.dropTable('index_parts_old').execute()
}
