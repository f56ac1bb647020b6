import {
  type APIMessage,
  ApplicationCommandType,
  InteractionResponseType as Callback,
  InteractionType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10'
import { z } from 'zod'
import { ApiError, invalidField, parseBody, refusals } from './api-error.js'
import { answerWithinMs, type Interaction, tokenLivesMs } from './interactions.js'
import { parseMessage, requireContent } from './message-rules.js'
import { drawMessage, editMessage, guildIdOf, interactionMentions } from './messages.js'
import { parseModal } from './modal-rules.js'
import type { Entry, LocalFile } from './objects.js'
import type { RestApp, RestCall, RestContext } from './rest-context.js'
import type { State } from './state.js'

const { Ephemeral, Loading } = MessageFlags

/** Routes that answer interactions: the callback, the original answer and follow-ups. */
export function addInteractionRoutes(app: RestApp, context: RestContext): void {
  app.post('/interactions/:id/:token/callback', (c) => {
    const interaction = openInteraction(context, c)
    const { type, data } = parseBody(callbackBody, c.get('body'))
    requireFit(interaction, type)
    answer(context, interaction, type, data, c.get('files'))
    context.interactions.changed(interaction)
    return c.req.query('with_response') === 'true'
      ? c.json(drawCallback(interaction, type))
      : c.body(null, 204)
  })
  addOriginalRoutes(app, context)
  addFollowUpRoutes(app, context)
}

const callbackBody = z.looseObject({ type: z.number().int(), data: z.unknown().optional() })

function openInteraction({ state, interactions }: RestContext, c: RestCall): Interaction {
  const found = interactions.byId(c.req.param('id') ?? '')
  if (!found || found.token !== c.req.param('token')) throw refusals.unknownInteraction()
  if (found.ack !== undefined) throw new ApiError(400, 40060, 'Interaction has already been acknowledged.')
  if (found.failed || state.now() - found.createdAt > answerWithinMs) {
    interactions.fail(found, 'The bot answered after more than three seconds.')
    throw refusals.unknownInteraction()
  }
  return found
}

/** Which answers an interaction takes: discord.com/developers/docs/interactions/receiving-and-responding */
function requireFit({ type, source }: Interaction, callback: number): void {
  const typing = type === InteractionType.ApplicationCommandAutocomplete
  const allowed: number[] = typing
    ? [Callback.ApplicationCommandAutocompleteResult]
    : [Callback.ChannelMessageWithSource, Callback.DeferredChannelMessageWithSource]
  if (!typing && source) allowed.push(Callback.DeferredMessageUpdate, Callback.UpdateMessage)
  if (!typing && type !== InteractionType.ModalSubmit) allowed.push(Callback.Modal)
  if (!allowed.includes(callback))
    throw invalidField(
      ['type'],
      'INTERACTION_APPLICATION_INVALID_CALLBACK',
      `Value must be one of {${allowed.join(', ')}}.`,
    )
}

function answer(
  context: RestContext,
  interaction: Interaction,
  type: number,
  data: unknown,
  files: LocalFile[],
): void {
  const { interactions, state } = context
  const { source } = interaction
  const acknowledge = () => interactions.acknowledge(interaction, type)
  switch (type) {
    case Callback.ChannelMessageWithSource: {
      interaction.original = say(context, interaction, data, files)
      break
    }
    case Callback.DeferredChannelMessageWithSource: {
      const wanted = parseMessage(data).flags ?? 0
      interaction.original = think(context, interaction, wanted & Ephemeral)
      acknowledge()
      return
    }
    case Callback.DeferredMessageUpdate:
      if (source) interaction.original = source
      acknowledge()
      return
    case Callback.UpdateMessage:
      if (source) {
        const draft = {
          body: parseMessage(data),
          files,
          mentions: interactionMentions,
          baseUrl: context.baseUrl(),
        }
        state.updateEntry(source, editMessage(state, source.message, draft))
        interaction.original = source
      }
      break
    case Callback.Modal:
      interactions.openModal(interaction, parseModal(data))
      break
    default:
      interaction.choices = parseBody(choicesBody, data).choices
  }
  acknowledge()
  interaction.answered = true
}

const choicesBody = z.looseObject({
  choices: z
    .array(
      z.looseObject({ name: z.string().min(1).max(100), value: z.union([z.string().max(100), z.number()]) }),
    )
    .max(25),
})

/** Posts a message in the name of an interaction: no channel permission is needed. */
function say(context: RestContext, interaction: Interaction, data: unknown, files: LocalFile[]): Entry {
  const body = parseMessage(data)
  requireContent(body, files.length)
  return post(context, interaction, { body, files, flags: 0 })
}

/** The "Courant is thinking…" message of a deferred answer. */
function think(context: RestContext, interaction: Interaction, flags: number): Entry {
  return post(context, interaction, { body: {}, files: [], flags: flags | Loading })
}

type Post = {
  body: ReturnType<typeof parseMessage>
  files: LocalFile[]
  flags: number
  more?: Partial<APIMessage>
}

function post(context: RestContext, interaction: Interaction, { body, files, flags, more }: Post): Entry {
  const { state } = context
  const message = drawMessage(state, {
    channelId: interaction.channelId,
    author: state.bot,
    body,
    files,
    mentions: interactionMentions,
    baseUrl: context.baseUrl(),
    more: { ...origin(context, interaction), ...more, flags },
  })
  const ephemeral = Boolean((message.flags ?? 0) & Ephemeral)
  return state.addEntry({ message, ...(ephemeral && { audience: interaction.userId }) })
}

/** How a message tells which interaction it answers. */
function origin({ state }: RestContext, interaction: Interaction): Partial<APIMessage> {
  const { id, type, userId, command, source } = interaction
  const user = state.users.get(userId) ?? state.bot
  const guild = state.guildOf(interaction.channelId)
  return {
    webhook_id: state.applicationId,
    application_id: state.applicationId,
    type: messageTypeOf(command),
    interaction_metadata: {
      id,
      type,
      user,
      authorizing_integration_owners: { 0: guild?.id ?? '0' },
      ...(command && { name: command.name }),
    } as NonNullable<APIMessage['interaction_metadata']>,
    ...(command && {
      interaction: { id, type: InteractionType.ApplicationCommand, name: command.name, user },
    }),
    ...(source && replyTo(state, source)),
  }
}

function messageTypeOf(command: Interaction['command']): MessageType {
  if (!command) return MessageType.Default
  return command.type === ApplicationCommandType.ChatInput
    ? MessageType.ChatInputCommand
    : MessageType.ContextMenuCommand
}

function replyTo(state: State, { message }: Entry): Partial<APIMessage> {
  return {
    type: MessageType.Reply,
    message_reference: {
      type: MessageReferenceType.Default,
      channel_id: message.channel_id,
      message_id: message.id,
      ...guildIdOf(state, message.channel_id),
    },
  }
}

function drawCallback({ id, type, original }: Interaction, callback: number) {
  const flags = original?.message.flags ?? 0
  return {
    interaction: {
      id,
      type,
      ...(original && {
        response_message_id: original.message.id,
        response_message_loading: Boolean(flags & Loading),
        response_message_ephemeral: Boolean(flags & Ephemeral),
      }),
    },
    resource: { type: callback, ...(original && { message: original.message }) },
  }
}

const tokenPath = '/webhooks/:application/:token'

function addOriginalRoutes(app: RestApp, context: RestContext): void {
  const { state, interactions } = context
  const path = `${tokenPath}/messages/@original`
  const originalOf = (interaction: Interaction): Entry => {
    if (!interaction.original) throw refusals.unknownMessage()
    return interaction.original
  }
  app.get(path, (c) => c.json(originalOf(byToken(context, c)).message))
  app.patch(path, (c) => {
    const interaction = byToken(context, c)
    const message = edit(context, originalOf(interaction), c)
    interaction.answered = true
    interactions.changed(interaction)
    return c.json(message)
  })
  app.delete(path, (c) => {
    const interaction = byToken(context, c)
    state.deleteEntry(originalOf(interaction))
    delete interaction.original
    // Taking the "thinking" line away promises another message; taking a pressed button's message away is the answer.
    if (interaction.ack === Callback.DeferredMessageUpdate) interaction.answered = true
    interactions.changed(interaction)
    return c.body(null, 204)
  })
}

function addFollowUpRoutes(app: RestApp, context: RestContext): void {
  const { state, interactions } = context
  const path = `${tokenPath}/messages/:message`
  const followUpOf = (interaction: Interaction, c: RestCall): Entry => {
    const own = [interaction.original, ...interaction.followups].find(
      (it) => it?.message.id === c.req.param('message'),
    )
    if (!own) throw refusals.unknownMessage()
    return own
  }
  app.post(tokenPath, (c) => {
    const interaction = byToken(context, c)
    const message = followUp(context, interaction, c)
    interaction.answered = true
    interactions.changed(interaction)
    return c.json(message)
  })
  app.get(path, (c) => c.json(followUpOf(byToken(context, c), c).message))
  app.patch(path, (c) => {
    const interaction = byToken(context, c)
    const message = edit(context, followUpOf(interaction, c), c)
    interaction.answered = true
    interactions.changed(interaction)
    return c.json(message)
  })
  app.delete(path, (c) => {
    const interaction = byToken(context, c)
    const entry = followUpOf(interaction, c)
    state.deleteEntry(entry)
    interaction.followups = interaction.followups.filter((it) => it !== entry)
    if (interaction.original === entry) delete interaction.original
    interactions.changed(interaction)
    return c.body(null, 204)
  })
}

/** A follow-up while the bot still "thinks" fills that message instead of adding one. */
function followUp(context: RestContext, interaction: Interaction, c: RestCall): APIMessage {
  const { original } = interaction
  if (original && (original.message.flags ?? 0) & Loading) return edit(context, original, c)
  const entry = say(context, interaction, c.get('body'), c.get('files'))
  interaction.followups.push(entry)
  return entry.message
}

function edit(context: RestContext, entry: Entry, c: RestCall): APIMessage {
  const { state } = context
  const body = parseMessage(c.get('body'))
  const draft = { body, files: c.get('files'), mentions: interactionMentions, baseUrl: context.baseUrl() }
  const edited = editMessage(state, entry.message, draft)
  return state.updateEntry(entry, { ...edited, flags: (edited.flags ?? 0) & ~Loading })
}

function byToken({ state, interactions }: RestContext, c: RestCall): Interaction {
  const found = interactions.byToken(c.req.param('token') ?? '')
  if (!found || c.req.param('application') !== state.applicationId) throw refusals.unknownWebhook()
  if (state.now() - found.createdAt > tokenLivesMs) throw refusals.invalidToken()
  if (found.ack === undefined) throw refusals.unknownWebhook()
  return found
}
