import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIAttachment,
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { ClientRefusal, checkOptions, leafValues } from './command-options.js'
import { usableCommands } from './commands.js'
import { type AnyComponent, everyComponent } from './message-rules.js'
import { maxFileBytes, storeFile } from './messages.js'
import type { Entry, LocalFile } from './objects.js'
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
    const { action, channelId } = request
    if (!(state.permissionsIn(userId, channelId) & PermissionFlagsBits.ViewChannel))
      throw new ClientRefusal(`${request.as} cannot see channel ${channelId}`)
    const { data, ...prepared } = prepare(action, userId, channelId, typing)
    const interaction: Interaction = {
      id: state.newId(),
      token: `interaction-${crypto.randomUUID()}`,
      createdAt: state.now(),
      userId,
      channelId,
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

  function prepare(action: Action, userId: string, channelId: string, typing: boolean): Prepared {
    if (action.kind === 'command') return prepareCommand(action, userId, channelId, typing)
    if (action.kind === 'message-command') return prepareMessageCommand(action, userId, channelId)
    if (action.kind === 'component') return prepareComponent(action, userId, channelId)
    return prepareModal(action, userId)
  }

  function prepareCommand(
    action: Kind<'command'>,
    userId: string,
    channelId: string,
    typing: boolean,
  ): Prepared {
    const direct = state.channel(channelId).type === ChannelType.DM
    const command = usableCommands(state, userId, direct).find(
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
      ...resolve(state, uploads, leaves),
    }
    const type = typing ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand
    return { type, command, data }
  }

  function prepareMessageCommand(
    { name, messageId }: Kind<'message-command'>,
    userId: string,
    channelId: string,
  ): Prepared {
    const command = usableCommands(state, userId).find(
      (it) => it.name === name && it.type === ApplicationCommandType.Message,
    )
    if (!command) throw new ClientRefusal(`"${name}": no such entry for this person`)
    const { message } = seenEntry(messageId, userId, channelId)
    const { id, type } = command
    const data = { id, name, type, target_id: messageId, resolved: { messages: { [messageId]: message } } }
    return { type: InteractionType.ApplicationCommand, command, data }
  }

  function seenEntry(messageId: string, userId: string, channelId: string): Entry {
    const found = state
      .entriesOf(channelId)
      .find(({ message, audience }) => message.id === messageId && (audience ?? userId) === userId)
    if (!found) throw new ClientRefusal(`message ${messageId} is not there for this person`)
    return found
  }

  function prepareComponent(action: Kind<'component'>, userId: string, channelId: string): Prepared {
    const source = seenEntry(action.messageId, userId, channelId)
    const component = everyComponent(source.message.components).find(
      ({ custom_id }) => custom_id === action.customId,
    )
    if (!component)
      throw new ClientRefusal(`message ${action.messageId} has no component "${action.customId}"`)
    if (component.disabled) throw new ClientRefusal(`component "${action.customId}" is disabled`)
    const isButton = component.type === ComponentType.Button
    if (!isButton) checkPicks(component, action.values ?? [])
    const data = {
      id: component.id,
      custom_id: action.customId,
      component_type: component.type,
      ...(!isButton && { values: action.values ?? [], ...resolvePicks(component.type, action.values ?? []) }),
    }
    return { type: InteractionType.MessageComponent, source, data }
  }

  function resolvePicks(type: number, values: string[]) {
    return resolve(
      state,
      uploads,
      values.map((value) => ({ name: '', type: optionTypeOfSelect[type] ?? 0, value })),
    )
  }

  function prepareModal(action: Kind<'modal'>, userId: string): Prepared {
    const open = openModals.get(userId)
    if (!open || open.modal.custom_id !== action.customId)
      throw new ClientRefusal(`form "${action.customId}" is not open for this person`)
    const components = fillForm(open.modal, action.fields)
    openModals.delete(userId)
    const { source } = open
    return {
      type: InteractionType.ModalSubmit,
      data: { custom_id: action.customId, components },
      ...(source && { source }),
    }
  }

  function drawInteraction(
    it: Interaction,
    data: Record<string, unknown>,
  ): { id: string } & Record<string, unknown> {
    const channel = state.channel(it.channelId)
    const inGuild = channel.type !== ChannelType.DM
    const { user, ...profile } = state.members.get(it.userId) ?? { user: undefined }
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
      ...(inGuild
        ? {
            guild_id: state.guildId,
            guild: { id: state.guildId, locale: 'en-US', features: [] },
            member: { user, ...profile, permissions },
          }
        : { user }),
      ...(it.source && { message: it.source.message }),
      app_permissions: state.permissionsIn(state.bot.id, it.channelId).toString(),
      locale: 'en-US',
      guild_locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: inGuild ? state.guildId : '0' },
      context: inGuild ? 0 : 1,
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

/** Select type → the command option type that resolves the same kind of id. */
const optionTypeOfSelect: Record<number, number> = {
  [ComponentType.UserSelect]: 6,
  [ComponentType.RoleSelect]: 8,
  [ComponentType.MentionableSelect]: 9,
  [ComponentType.ChannelSelect]: 7,
}

function checkPicks(select: AnyComponent, values: readonly string[]): void {
  const { custom_id, min_values = 1, max_values = 1, options } = select
  if (values.length < min_values || values.length > max_values)
    throw new ClientRefusal(
      `menu "${custom_id}" takes ${min_values} to ${max_values} values, got ${values.length}`,
    )
  const unknown = options && values.find((value) => !options.some((it) => it.value === value))
  if (unknown !== undefined) throw new ClientRefusal(`menu "${custom_id}" has no value "${unknown}"`)
}

/** The components of a submitted form: the modal's own, with what the person typed. */
function fillForm(
  modal: APIModalInteractionResponseCallbackData,
  fields: Record<string, string>,
): AnyComponent[] {
  const inputs = everyComponent(modal.components).filter(({ custom_id }) => custom_id !== undefined)
  const stray = Object.keys(fields).find((name) => !inputs.some(({ custom_id }) => custom_id === name))
  if (stray !== undefined) throw new ClientRefusal(`form "${modal.custom_id}" has no field "${stray}"`)
  const fill = (part: AnyComponent): AnyComponent => ({
    type: part.type,
    ...(part.id !== undefined && { id: part.id }),
    ...(part.custom_id !== undefined && {
      custom_id: part.custom_id,
      ...fieldValue(part, fields[part.custom_id] ?? ''),
    }),
    ...(part.components && { components: part.components.map(fill) }),
    ...(part.component && { component: fill(part.component) }),
  })
  return (modal.components as AnyComponent[]).map(fill)
}

function fieldValue(input: AnyComponent, value: string): { value: string } | { values: string[] } {
  const { custom_id, required = true, min_length = 0, max_length = 4000 } = input
  if (required && value === '') throw new ClientRefusal(`field "${custom_id}" is required`)
  if (input.type !== ComponentType.TextInput) return { values: value === '' ? [] : [value] }
  if (value !== '' && (value.length < min_length || value.length > max_length))
    throw new ClientRefusal(
      `field "${custom_id}" takes ${min_length} to ${max_length} characters, got ${value.length}`,
    )
  return { value }
}
