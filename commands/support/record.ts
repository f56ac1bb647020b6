import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import type { MessageKey, MessageParams } from '../../src/core/i18n.js'
import { hideCredentials, truncate } from '../../src/core/text.js'
import type { Stores } from '../../src/store/stores.js'

/** What the audit log can tell: the rest of a key `audit.did.…` whose text has the details as its parameters. */
export type AuditAction = MessageKey extends infer Key
  ? Key extends `audit.did.${infer Action}`
    ? Action
    : never
  : never

const id = z.number().int()
/** What a removal needs to be taken back. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('topic'), id }),
  z.object({ kind: z.literal('subscription'), id }),
  z.object({ kind: z.literal('source'), id, removedAt: id }),
])
export type Undo = z.infer<typeof undoSchema>

/** Of one detail. */
const maxLength = 200

/**
 * Notes who changed what, in the transaction of the change where there is one. Details are shown to moderators: no
 * secrets; passwords in addresses are left out. With `undo` the change can be taken back for a day. Returns the id of
 * the entry.
 */
export async function record(
  { guildId, userId, now }: Actor,
  { audit }: Pick<Stores, 'audit'>,
  action: AuditAction,
  detail: MessageParams,
  undo?: Undo,
): Promise<number> {
  return await audit.add({
    guild_id: guildId,
    user_id: userId,
    action,
    detail: JSON.stringify(shorten(detail)),
    undo: undo ? JSON.stringify(undo) : null,
    at: now,
  })
}

function shorten(detail: MessageParams): MessageParams {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === 'string' ? truncate(hideCredentials(value), maxLength) : value,
    ]),
  )
}
