import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIAttachment,
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { ClientRefusal, checkOptions, leafValues } from './command-options.js'
import { usableCommands } from './commands.js'
import { everyComponent } from './component-rules.js'
import { fillForm } from './forms.js'
import { maxFileBytes, storeFile } from './messages.js'
import type { Entry, LocalFile, LocalGuild } from './objects.js'
import { checkPicks, picksToResolve } from './picks.js'
import type { InteractionRequest } from './protocol.js'
import { resolve } from './resolved-data.js'
import type { State } from './state.js'

/** Discord waits this long for the first answer, and keeps the token alive this long. */
export const answerWithinMs = 3_000
export const tokenLivesMs = 15 * 60_000

/** An interaction from the person's click to the bot's last word. */
export interface Interaction {
  id: string
  token: string
  type: InteractionType
  createdAt: number
  userId: string
  channelId: string
  /** The person's language. */
  locale: string
  command?: APIApplicationCommand
  /** The message whose button was pressed, or from whose button the form was opened. */
  source?: Entry
  /** The first answer's callback type. */
  ack?: number
  original?: Entry
  followups: Entry[]
  modal?: APIModalInteractionResponseCallbackData
  choices?: APIApplicationCommandOptionChoice[]
  /** The person has something final to look at; deferring alone is not an answer. */
  answered: boolean
  failed?: string
}

interface OpenModal {
  modal: APIModalInteractionResponseCallbackData
  channelId: string
  source?: Entry
}

/** Who does something, and where. */
interface Place {
  userId: string
  channelId: string
  /** None in direct messages. */
  guild: LocalGuild | undefined
}

type Action = InteractionRequest['action']
type Kind<Name extends Action['kind']> = Extract<Action, { kind: Name }>
type Prepared = Pick<Interaction, 'type' | 'command' | 'source'> & { data: Record<string, unknown> }

export type Interactions = ReturnType<typeof createInteractions>

/**
 * Starts interactions the way Discord's client does: what that client would not send is refused, everything else
 * reaches the bot through the gateway. `baseUrl` is where uploaded files are served.
 */
export function createInteractions(state: State, baseUrl: () => string) {
  const running = new Map<string, Interaction>()
  const watchers = new Map<string, Set<() => void>>()
  const timers = new Map<string, NodeJS.Timeout>()
  const openModals = new Map<string, OpenModal>()
  const uploads = new Map<string, APIAttachment>()

  function start(request: InteractionRequest, typing = false): Interaction {
    const userId = state.people[request.as].id
    const { action, channelId, locale = 'en-US' } = request
    if (!(state.permissionsIn(userId, channelId) & PermissionFlagsBits.ViewChannel))
      throw new ClientRefusal(`${request.as} cannot see channel ${channelId}`)
    const guild = state.guildOf(channelId)
    if (guild && !guild.members.has(state.bot.id))
      throw new ClientRefusal(`${state.bot.username} is not in ${guild.name}`)
    const { data, ...prepared } = prepare(action, { userId, channelId, guild }, typing)
    const interaction: Interaction = {
      id: state.newId(),
      token: `interaction-${crypto.randomUUID()}`,
      createdAt: state.now(),
      userId,
      channelId,
      locale,
      followups: [],
      answered: false,
      ...prepared,
    }
    forgetOld()
    running.set(interaction.id, interaction)
    const late = () => fail(interaction, 'The bot did not answer within three seconds.')
    timers.set(interaction.id, setTimeout(late, answerWithinMs))
    state.emit({ kind: 'interaction', data: drawInteraction(interaction, data) })
    return interaction
  }

  function forgetOld(): void {
    for (const { id, createdAt } of running.values()) {
      if (state.now() - createdAt < 2 * tokenLivesMs) return
      running.delete(id)
      watchers.delete(id)
    }
  }

  function prepare(action: Action, place: Place, typing: boolean): Prepared {
    if (action.kind === 'command') return prepareCommand(action, place, typing)
    if (action.kind === 'message-command') return prepareMessageCommand(action, place)
    if (action.kind === 'component') return prepareComponent(action, place)
    return prepareModal(action, place)
  }

  function prepareCommand(action: Kind<'command'>, place: Place, typing: boolean): Prepared {
    const command = usableCommands(state, place.userId, place.guild).find(
      (it) => it.name === action.name && it.type === ApplicationCommandType.ChatInput,
    )
    if (!command) throw new ClientRefusal(`/${action.name}: no such command for this person here`)
    checkOptions(command, action.options, typing)
    const leaves = leafValues(action.options)
    if (typing && leaves.filter(({ focused }) => focused).length !== 1)
      throw new ClientRefusal(`/${action.name}: exactly one option must be focused`)
    const data = {
      id: command.id,
      name: command.name,
      type: command.type,
      options: action.options,
      ...(command.guild_id && { guild_id: command.guild_id }),
      ...resolve({ state, uploads, ...place }, leaves),
    }
    const type = typing ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand
    return { type, command, data }
  }

  function prepareMessageCommand({ name, messageId }: Kind<'message-command'>, place: Place): Prepared {
    const command = usableCommands(state, place.userId, place.guild).find(
      (it) => it.name === name && it.type === ApplicationCommandType.Message,
    )
    if (!command) throw new ClientRefusal(`"${name}": no such entry for this person`)
    const { message } = seenEntry(messageId, place)
    const { id, type } = command
    const data = { id, name, type, target_id: messageId, resolved: { messages: { [messageId]: message } } }
    return { type: InteractionType.ApplicationCommand, command, data }
  }

  function seenEntry(messageId: string, { userId, channelId }: Place): Entry {
    const found = state
      .entriesOf(channelId)
      .find(({ message, audience }) => message.id === messageId && (audience ?? userId) === userId)
    if (!found) throw new ClientRefusal(`message ${messageId} is not there for this person`)
    return found
  }

  function prepareComponent(action: Kind<'component'>, place: Place): Prepared {
    const source = seenEntry(action.messageId, place)
    const component = everyComponent(source.message.components).find(
      ({ custom_id }) => custom_id === action.customId,
    )
    if (!component)
      throw new ClientRefusal(`message ${action.messageId} has no component "${action.customId}"`)
    if (component.disabled) throw new ClientRefusal(`component "${action.customId}" is disabled`)
    const { values = [] } = action
    const isButton = component.type === ComponentType.Button
    if (!isButton) checkPicks(state, component, values)
    const data = {
      id: component.id,
      custom_id: action.customId,
      component_type: component.type,
      ...(!isButton && {
        values,
        ...resolve({ state, uploads, ...place }, picksToResolve(component, values)),
      }),
    }
    return { type: InteractionType.MessageComponent, source, data }
  }

  function prepareModal(action: Kind<'modal'>, place: Place): Prepared {
    const { userId } = place
    const open = openModals.get(userId)
    if (!open || open.modal.custom_id !== action.customId)
      throw new ClientRefusal(`form "${action.customId}" is not open for this person`)
    const { components, picks } = fillForm(state, open.modal, action.fields)
    const resolved = resolve({ state, uploads, ...place }, picks)
    openModals.delete(userId)
    const { source } = open
    return {
      type: InteractionType.ModalSubmit,
      data: { custom_id: action.customId, components, ...resolved },
      ...(source && { source }),
    }
  }

  function drawInteraction(
    it: Interaction,
    data: Record<string, unknown>,
  ): { id: string } & Record<string, unknown> {
    const channel = state.channel(it.channelId)
    const guild = state.guildOf(it.channelId)
    const permissions = state.permissionsIn(it.userId, it.channelId).toString()
    return {
      id: it.id,
      application_id: state.applicationId,
      type: it.type,
      token: it.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: { ...channel, permissions },
      ...(guild
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
            guild_locale: guild.preferredLocale,
            member: { ...guild.members.get(it.userId), permissions },
          }
        : { user: state.users.get(it.userId) }),
      ...(it.source && { message: it.source.message }),
      app_permissions: state.permissionsIn(state.bot.id, it.channelId).toString(),
      locale: it.locale,
      entitlements: [],
      authorizing_integration_owners: { 0: guild?.id ?? '0' },
      context: guild ? 0 : 1,
      attachment_size_limit: maxFileBytes,
    }
  }

  function changed(interaction: Interaction): void {
    for (const watcher of [...(watchers.get(interaction.id) ?? [])]) watcher()
  }

  function fail(interaction: Interaction, reason: string): void {
    if (interaction.failed || interaction.ack !== undefined) return
    interaction.failed = reason
    const { id: interactionId, userId, channelId } = interaction
    state.emit({ kind: 'interaction-failed', userId, interactionId, channelId, reason })
    changed(interaction)
  }

  return {
    start,
    changed,
    fail,

    /** The interaction of that id or token. */
    byId: (id: string): Interaction | undefined => running.get(id),
    byToken: (token: string): Interaction | undefined =>
      [...running.values()].find((it) => it.token === token),

    /** Stops the three-second clock: the bot has answered. */
    acknowledge(interaction: Interaction, type: number): void {
      clearTimeout(timers.get(interaction.id))
      timers.delete(interaction.id)
      interaction.ack = type
    },

    /** Shows a form to the person; an earlier one is gone, as in Discord's client. */
    openModal(interaction: Interaction, modal: APIModalInteractionResponseCallbackData): void {
      const { id: interactionId, userId, channelId, source } = interaction
      interaction.modal = modal
      openModals.set(userId, { modal, channelId, ...(source && { source }) })
      state.emit({ kind: 'modal', userId, interactionId, modal })
    },

    /** Where the form that a person has open came from. */
    openModalOf: (userId: string): OpenModal | undefined => openModals.get(userId),

    /** Takes a file for an attachment option; its id is the option's value. */
    upload(file: LocalFile): APIAttachment {
      if (file.data.byteLength > maxFileBytes) throw new ClientRefusal(`${file.name} is larger than 10 MB`)
      const attachment = storeFile(state, file, 'uploads', baseUrl())
      uploads.set(attachment.id, attachment)
      return attachment
    },

    /** Resolves as soon as `done` holds; it is asked now and after everything the bot does about it. */
    when(interaction: Interaction, done: () => boolean): Promise<void> {
      return new Promise((resolvePromise) => {
        const own = watchers.get(interaction.id) ?? new Set()
        watchers.set(interaction.id, own)
        const watcher = () => {
          if (!done()) return
          own.delete(watcher)
          // The request that brought the answer ends first, so that it is in the log by then.
          setImmediate(resolvePromise)
        }
        own.add(watcher)
        watcher()
      })
    },

    /** Gives up on everything that is still open. */
    close(): void {
      for (const timer of timers.values()) clearTimeout(timer)
      for (const interaction of running.values()) {
        interaction.failed ??= 'The local Discord was closed.'
        changed(interaction)
      }
    },
  }
}
