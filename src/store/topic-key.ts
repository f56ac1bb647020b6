import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Schema } from './schema.js'

/** What must be unique in a server: names differ by more than case. A person's topic is apart from those of others. */
export function topicKey(name: string, userId: string | null = null): string {
  const key = name.normalize('NFKC').toLowerCase()
  return userId === null ? key : `@${userId}:${key}`
}

/** What a removed topic has instead, so that its name is free. No name holds a NUL or is that long. */
export function removedKey(id: number): string {
  return `removed ${id} ${'-'.repeat(50)}`
}

/** A condition: no other topic of the server has this key. */
export function isFree(
  { not, exists, selectFrom }: ExpressionBuilder<Schema, 'topics'>,
  topic: { id: number; guild_id: string },
  key: string,
): Expression<SqlBool> {
  return not(
    exists(
      selectFrom('topics as other')
        .select('other.id')
        .where('other.guild_id', '=', topic.guild_id)
        .where('other.name_key', '=', key)
        .where('other.id', '<>', topic.id),
    ),
  )
}
