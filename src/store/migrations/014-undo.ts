import { type Kysely, sql } from 'kysely'

/**
 * What moderators remove stays for a day, so that it can be taken back; a server is greeted once; personal alerts are
 * written in the language of their person.
 */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema.alterTable('audit_log').addColumn('undo', 'text').execute()
  await db.schema.alterTable('audit_log').addColumn('undone_at', 'bigint').execute()
  await db.schema.alterTable('guild_settings').addColumn('greeted_at', 'bigint').execute()
  await db.schema.alterTable('sources').addColumn('unfollowed_at', 'bigint').execute()
  await db.schema.alterTable('subscriptions').addColumn('locale', 'text').execute()
  for (const table of ['topics', 'subscriptions']) {
    await db.schema.alterTable(table).addColumn('removed_at', 'bigint').execute()
    await db.schema
      .createIndex(`${table}_removed`)
      .on(table)
      .column('removed_at')
      .where(sql.ref('removed_at'), 'is not', null)
      .execute()
  }
  await db.schema
    .createIndex('sources_unfollowed')
    .on('sources')
    .column('unfollowed_at')
    .where(sql.ref('unfollowed_at'), 'is not', null)
    .execute()
  await (dialect === 'sqlite' ? watchInSqlite(db) : watchInPostgres(db))
}

/** A removed subscription matches nothing, one that was taken back does again: see `009-topic-width.ts`. */
async function watchInSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger subscriptions_watch_removed after update of removed_at on subscriptions begin
      update watch_version set number = number + 1;
      delete from watch_changes where guild_id = new.guild_id;
      insert into watch_changes (guild_id, number) select new.guild_id, number from watch_version;
    end
  `.execute(db)
}

async function watchInPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger subscriptions_watch_removed after update of removed_at on subscriptions
    for each row execute function note_watch_change()
  `.execute(db)
}
