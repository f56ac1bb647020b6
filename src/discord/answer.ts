import {
  type APIModalInteractionResponseCallbackData,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalMessageModalSubmitInteraction,
  type ModalSubmitInteraction,
} from 'discord.js'
import type { Reply } from '../core/reply.js'
import { truncate } from '../core/text.js'
import { renderFiles, renderReply } from './render-reply.js'

export type Respondable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction
/**
 * Where an answer goes: a message of its own, the message the interaction came from, a message that everyone in the
 * channel sees, or a form that is opened.
 */
export type AnswerKind = 'reply' | 'update' | 'share' | 'form'

/** Progress is shown at most this often: Discord allows few edits. What comes between is left out. */
const progressEveryMs = 2000
const errorColor = 0xd64545

/** One interaction's answer: the first response, then edits of it. Each method knows what has happened before. */
export function createAnswer(interaction: Respondable, kind: AnswerKind) {
  // What is shared comes after a silent acknowledgement: should it fail, the channel sees nothing of it.
  const updated = kind === 'update' || kind === 'share' ? withMessage(interaction) : undefined
  let acknowledged: Promise<unknown> | undefined
  let nextProgressAt = 0

  function defer(): Promise<unknown> {
    acknowledged ??= updated?.deferUpdate() ?? interaction.deferReply({ flags: MessageFlags.Ephemeral })
    return acknowledged
  }

  async function acknowledge(response: Promise<unknown>): Promise<void> {
    acknowledged = response
    try {
      await response
    } catch (error) {
      // Nothing was acknowledged: there can still be a first response, one that says what went wrong.
      acknowledged = undefined
      throw error
    }
  }

  async function send(reply: Reply): Promise<void> {
    const body = renderMessage(reply)
    if (kind === 'share') {
      await defer()
      const message = await interaction.followUp(body)
      await reply.sent?.(message.id)
      return
    }
    if (acknowledged) {
      await acknowledged
      await interaction.editReply(body)
      return
    }
    await acknowledge(updated?.update(body) ?? interaction.reply({ ...body, flags: MessageFlags.Ephemeral }))
  }

  return {
    defer,
    send,
    async open(form: APIModalInteractionResponseCallbackData): Promise<void> {
      if (acknowledged || interaction.isModalSubmit())
        throw new Error(`the form ${form.custom_id} must come first: give what opens it answer: 'form'`)
      await acknowledge(interaction.showModal(form))
    },
    async progress(text: string): Promise<void> {
      // What is shared comes beside the message, which stays as it is.
      if (kind === 'share' || Date.now() < nextProgressAt) return
      nextProgressAt = Date.now() + progressEveryMs
      await defer()
      await interaction.editReply({ content: truncate(text, 2000) })
    },
    /** An error never replaces the message a button is on: it comes as a private message of its own. */
    async fail(reply: Reply): Promise<void> {
      if (!updated) return send(reply)
      const body = { ...renderMessage(reply), flags: MessageFlags.Ephemeral } as const
      if (acknowledged) {
        await acknowledged.catch(() => {})
        await interaction.followUp(body)
      } else await interaction.reply(body)
    },
  }
}

/** The interaction, when it came from a message that it can change. */
function withMessage(
  interaction: Respondable,
): MessageComponentInteraction | ModalMessageModalSubmitInteraction | undefined {
  if (interaction.isMessageComponent()) return interaction
  return interaction.isModalSubmit() && interaction.isFromMessage() ? interaction : undefined
}

/** As discord.js takes it. A list of files, also an empty one, replaces the files of an edited message. */
export function renderMessage(reply: Reply) {
  const files = renderFiles(reply).map(({ data, ...file }) => ({ ...file, attachment: data }))
  return { ...renderReply(reply), files }
}

/** What went wrong, in the person's words. */
export function errorReply(text: string): Reply {
  return { embeds: [{ description: text, color: errorColor }] }
}
