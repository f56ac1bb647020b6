import { type Kysely, sql } from 'kysely'

/**
 * How narrowly a topic takes its query, and which servers' topics and sources have changed: who keeps them in memory asks
 * for what came since the last number. Triggers note it, because rows also go with others (a source with its
 * followers), and because whatever changes them, in whatever process, must not be able to forget it. The one row with
 * the number is locked until a change is committed, so that numbers become visible in their order.
 */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .alterTable('topics')
    .addColumn('width', 'text', (col) => col.notNull().defaultTo('normal'))
    .execute()
  await db.schema
    .createTable('watch_version')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('number', 'bigint', (col) => col.notNull())
    .execute()
  await sql`insert into watch_version (id, number) values (1, 1)`.execute(db)
  await db.schema
    .createTable('watch_changes')
    .addColumn('guild_id', 'text', (col) => col.primaryKey())
    .addColumn('number', 'bigint', (col) => col.notNull())
    .execute()
  await db.schema.createIndex('watch_changes_number').on('watch_changes').column('number').execute()
  await (dialect === 'sqlite' ? addSqliteTriggers(db) : addPostgresTriggers(db))
}

/** A subscription's slots and pauses are none of these. */
const changes: Record<string, string[]> = {
  topics: ['update of query, width'],
  subscriptions: ['insert', 'delete'],
  guild_sources: ['insert', 'delete', 'update of source_id'],
}

async function addSqliteTriggers(db: Kysely<unknown>): Promise<void> {
  for (const [table, events] of Object.entries(changes))
    for (const [i, event] of events.entries()) {
      const guild = sql.raw(event === 'delete' ? 'old.guild_id' : 'new.guild_id')
      await sql`
        create trigger ${sql.raw(`${table}_watch_${i}`)} after ${sql.raw(event)} on ${sql.table(table)} begin
          update watch_version set number = number + 1;
          delete from watch_changes where guild_id = ${guild};
          insert into watch_changes (guild_id, number) select ${guild}, number from watch_version;
        end
      `.execute(db)
    }
}

async function addPostgresTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_watch_change() returns trigger as $$
    declare
      changed text;
    begin
      if tg_op = 'DELETE' then changed := old.guild_id; else changed := new.guild_id; end if;
      update watch_version set number = number + 1;
      insert into watch_changes (guild_id, number) select changed, number from watch_version
        on conflict (guild_id) do update set number = excluded.number;
      return null;
    end
    $$ language plpgsql
  `.execute(db)
  for (const [table, events] of Object.entries(changes))
    await sql`
      create trigger ${sql.raw(`${table}_watch`)} after ${sql.raw(events.join(' or '))} on ${sql.table(table)}
      for each row execute function note_watch_change()
    `.execute(db)
}
