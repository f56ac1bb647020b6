import type { Kysely } from 'kysely'

/** Summaries in a language model's words, so that each is paid for once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('written_summaries')
    .addColumn('article_id', 'bigint', (col) => col.notNull().references('articles.id').onDelete('cascade'))
    .addColumn('length', 'text', (col) => col.notNull())
    .addColumn('article_updated_at', 'bigint', (col) => col.notNull())
    .addColumn('sentences', 'text', (col) => col.notNull())
    .addPrimaryKeyConstraint('written_summaries_pk', ['article_id', 'length'])
    .execute()
}
