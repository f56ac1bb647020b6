import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { MessageParams, Translate } from '../../src/core/i18n.js'
import { notice } from '../../src/core/notice.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { escapeParams } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { AuditEntry } from '../../src/store/audit.js'
import type { Stores } from '../../src/store/stores.js'
import { requireRoom } from './create-topic.js'
import { record, type Undo, undoSchema } from './record.js'

/** How long a removal can be taken back; the bin is emptied a little later. */
export const undoLastsMs = 86_400_000

/** Answered by the command `/audit`. */
export const undoId = customId('undo', { entry: z.coerce.number().int() })

export function undoButton(entry: number, t: Translate): Button {
  return { label: t('undo.button'), id: undoId.encode({ entry }) }
}

/**
 * Takes a removal back. @throws UserError when it is too late, was done already, or something else stands in its place:
 * then nothing has changed
 */
export async function takeBack(id: number, actor: Actor, { stores }: Deps): Promise<Reply> {
  const { guildId, now, t } = actor
  const entry = await stores.audit.get(guildId, id)
  const undo = entry && undoOf(entry)
  if (!entry || !undo) throw new UserError('undo.unknown')
  if (entry.at < now - undoLastsMs) throw new UserError('undo.tooLate')
  const detail = detailOf(entry)
  await stores.transaction(async (within) => {
    if (!(await within.audit.markUndone(id, now))) throw new UserError('undo.already')
    await restore(undo, detail, actor, within)
    await record(actor, within, `undone.${undo.kind}`, detail)
  })
  return notice(t(`undo.done.${undo.kind}`, escapeParams(detail)))
}

/** What an entry's text has as its parameters. */
export function detailOf({ detail }: AuditEntry): MessageParams {
  return z.record(z.string(), z.union([z.string(), z.number()])).parse(JSON.parse(detail))
}

function undoOf({ undo }: AuditEntry): Undo | undefined {
  return undo === null ? undefined : undoSchema.safeParse(JSON.parse(undo)).data
}

async function restore(undo: Undo, detail: MessageParams, actor: Actor, within: Stores): Promise<void> {
  const { guildId } = actor
  if (undo.kind === 'source') return await followAgain(undo, detail, actor, within)
  if (undo.kind === 'subscription') {
    if (!(await within.bin.restoreSubscription(undo.id))) throw new UserError('undo.gone')
    return
  }
  await requireRoom(guildId, within)
  if (await within.bin.restoreTopic(undo.id)) return
  const taken = await within.topics.byName(guildId, String(detail.topic))
  throw taken ? new UserError('undo.nameTaken', detail) : new UserError('undo.gone')
}

/** What waited of the source waits again; what came meanwhile comes as if it had never been gone. */
async function followAgain(
  { id, removedAt }: Extract<Undo, { kind: 'source' }>,
  detail: MessageParams,
  { guildId, userId, now }: Actor,
  within: Stores,
): Promise<void> {
  const source = await within.sources.get(id)
  if (!source) throw new UserError('undo.gone')
  const followed = await within.followers.followedBy(guildId)
  // It may have come back as another copy of the same address.
  if (followed.some(({ url }) => url === source.url)) throw new UserError('undo.followedAgain', detail)
  await within.followers.follow(guildId, id, userId, now)
  await within.sourceDeliveries.unskipSource(guildId, id, removedAt, now)
}
