import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { MessageParams, Translate } from '../../src/core/i18n.js'
import { notice } from '../../src/core/notice.js'
import type { Button, Reply } from '../../src/core/reply.js'
import { escapeParams, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { Stores } from '../../src/store/stores.js'
import { followedById } from './find-followed.js'
import { record, type Undo } from './record.js'
import { undoButton } from './undo.js'

const kinds = ['source', 'topic', 'subscription'] as const
/** What moderators can remove, and take back for a day. */
export type Removable = (typeof kinds)[number]

const target = { kind: z.enum(kinds), id: z.coerce.number().int() }
/** Asks; answered, as all of these, by the command `/audit`. */
export const removeId = customId('remove', target)
export const removeNowId = customId('removeNow', target)
export const keepId = customId('keep', {})

/** The button of a card that asks whether to remove what it is about. */
export function removeButton(kind: Removable, id: number, t: Translate): Button {
  return { label: t('remove.button'), id: removeId.encode({ kind, id }), style: 'danger' }
}

/** Asks once, and says what will be lost. @throws UserError when it is gone already */
export async function askRemoval(kind: Removable, id: number, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { detail, loss } = await plans[kind](id, actor, deps)
  const question = t(`remove.ask.${kind}`, { ...escapeParams(detail), ...loss })
  return {
    ...notice([question, t('remove.canUndo')].join('\n')),
    rows: [
      [
        { label: t('remove.yes'), id: removeNowId.encode({ kind, id }), style: 'danger' },
        { label: t('remove.no'), id: keepId.encode({}) },
      ],
    ],
  }
}

/** Removes it, notes who did, and offers to take it back. @throws UserError when it is gone already */
export async function removeNow(kind: Removable, id: number, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { detail, undo, remove } = await plans[kind](id, actor, deps)
  const entry = await remove((within) => record(actor, within, `${kind}.removed`, detail, undo))
  return {
    ...notice(t(`remove.done.${kind}`, escapeParams(detail))),
    rows: [[undoButton(entry, t)]],
  }
}

interface Plan {
  /** What it is called; also what the audit log keeps. */
  detail: MessageParams
  loss: MessageParams
  undo: Undo
  /** All in one transaction with what is noted of it. */
  remove(note: (within: Stores) => Promise<number>): Promise<number>
}

const plans: Record<Removable, (id: number, actor: Actor, deps: Deps) => Promise<Plan>> = {
  async source(id, actor, deps) {
    const { guildId, now } = actor
    const source = await followedById(id, actor, deps)
    return {
      detail: { source: truncate(source.title, 100) },
      loss: { ...(await deps.stores.bin.lossOfSource(guildId, id)) },
      undo: { kind: 'source', id, removedAt: now },
      remove: (note) => deps.sources.unfollow(guildId, source, now, note),
    }
  },

  async topic(id, { guildId, now }, { stores }) {
    const topic = await stores.topics.get(guildId, id)
    if (!topic) throw new UserError('topic.gone')
    return {
      detail: { topic: topic.name },
      loss: { ...(await stores.bin.lossOfTopic(guildId, id)) },
      undo: { kind: 'topic', id },
      remove: (note) =>
        stores.transaction(async (within) => {
          if (!(await within.bin.removeTopic(id, now))) throw new UserError('topic.gone')
          return await note(within)
        }),
    }
  },

  async subscription(id, { guildId, now }, { stores }) {
    const subscription = await stores.subscriptions.get(id)
    if (subscription?.guild_id !== guildId || subscription.user_id !== null)
      throw new UserError('subscription.unknown')
    return {
      detail: { topic: subscription.topicName, channel: `<#${subscription.channel_id}>` },
      loss: { waiting: await stores.bin.lossOfSubscription(id) },
      undo: { kind: 'subscription', id },
      remove: (note) =>
        stores.transaction(async (within) => {
          if (!(await within.bin.removeSubscription(id, now))) throw new UserError('subscription.unknown')
          return await note(within)
        }),
    }
  },
}
