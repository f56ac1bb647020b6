import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10'
import { ClientRefusal, nestOptions } from './command-options.js'
import { usableCommands } from './commands.js'
import { type AnyComponent, everyComponent } from './component-rules.js'
import type { Interaction, Interactions } from './interactions.js'
import type { Entry } from './objects.js'
import { speak, startThread } from './page.js'
import type { FormValues, InteractionRequest, Persona, PreviewLocale } from './protocol.js'
import type { State } from './state.js'

/** A file for an attachment option. */
export interface AttachedFile {
  name: string
  data: Uint8Array | string
  type?: string
}

export type OptionValue = string | number | boolean | AttachedFile

/** How long to wait for an answer: by default for the first that is more than a deferral. */
export interface Patience {
  until?: (message: APIMessage) => boolean
}

/** What came of an interaction. Its fields are live: they show later edits too. */
export interface Outcome {
  /** The original answer; when that was deleted, the last follow-up. */
  readonly message?: APIMessage
  readonly ephemeral: boolean
  readonly deferred: boolean
  readonly modal?: APIModalInteractionResponseCallbackData
  /** Why the person saw "the application did not respond". */
  readonly failed?: string
  readonly followups: APIMessage[]
}

/** Somebody in the server, doing what Discord's client lets people do. What it would not let them do is refused. */
export interface Person {
  id: string
  /** `command('topic create', { name: 'AI' })`, in #general unless told otherwise. */
  command(
    path: string,
    options?: Record<string, OptionValue>,
    at?: { channel?: string } & Patience,
  ): Promise<Outcome>
  autocomplete(
    path: string,
    options: Record<string, string | number | boolean>,
    focused: string,
  ): Promise<APIApplicationCommandOptionChoice[]>
  /** Presses a button by its label or custom id. */
  press(message: APIMessage, label: string, patience?: Patience): Promise<Outcome>
  /** Picks from a menu, found by how its custom id begins. */
  select(message: APIMessage, customIdPrefix: string, values: string[], patience?: Patience): Promise<Outcome>
  submit(
    modal: APIModalInteractionResponseCallbackData,
    fields: FormValues,
    patience?: Patience,
  ): Promise<Outcome>
  /** Picks an entry of the menu of a message: Apps → its name. */
  use(entry: string, message: APIMessage, patience?: Patience): Promise<Outcome>
  /** Writes a plain message, or answers one. */
  say(channelId: string, content: string, replyTo?: APIMessage): APIMessage
  /** Opens a thread from a message; returns the id of its channel. */
  openThread(message: APIMessage, name: string): string
}

interface PersonContext {
  state: State
  interactions: Interactions
  homeChannelId: string
  locale?: PreviewLocale
  baseUrl(): string
}

export function createPerson(context: PersonContext, as: Persona): Person {
  const { state, interactions, homeChannelId, locale = 'en-US' } = context
  const id = state.people[as].id

  async function perform(request: InteractionRequest, { until }: Patience = {}): Promise<Outcome> {
    const interaction = interactions.start({ locale, ...request })
    await interactions.when(interaction, () => isSettled(interaction, until))
    return outcomeOf(interaction)
  }

  function commandAction(
    path: string,
    options: Record<string, string | number | boolean>,
    channelId: string,
    focused?: string,
  ) {
    const [name = '', ...rest] = path.split(' ')
    const command = usableCommands(state, id, state.guildOf(channelId)).find(
      (it) => it.name === name && it.type === 1,
    )
    if (!command) throw new ClientRefusal(`/${name}: no such command for ${as}`)
    return { kind: 'command' as const, name, options: nestOptions(command, rest, options, focused) }
  }

  function componentAction(message: APIMessage, matches: (it: AnyComponent) => boolean, what: string) {
    const current = state.entriesOf(message.channel_id).find((entry) => entry.message.id === message.id)
    const all = everyComponent((current?.message ?? message).components)
    const found = all.find(matches)
    if (found?.custom_id !== undefined)
      return { kind: 'component' as const, messageId: message.id, customId: found.custom_id }
    const known = all.flatMap((it) => it.label ?? it.custom_id ?? []).join(', ')
    throw new ClientRefusal(`no ${what} on the message (there: ${known || 'nothing'})`)
  }

  return {
    id,
    async command(path, options = {}, { channel = homeChannelId, ...patience } = {}) {
      const plain = Object.entries(options).map(([name, value]) => [name, uploaded(interactions, value)])
      const action = commandAction(path, Object.fromEntries(plain), channel)
      return perform({ as, channelId: channel, action }, patience)
    },
    async autocomplete(path, options, focused) {
      const action = commandAction(
        path,
        { ...options, [focused]: options[focused] ?? '' },
        homeChannelId,
        focused,
      )
      const interaction = interactions.start({ as, locale, channelId: homeChannelId, action }, true)
      await interactions.when(interaction, () => interaction.answered || interaction.failed !== undefined)
      if (interaction.failed !== undefined) throw new Error(interaction.failed)
      return interaction.choices ?? []
    },
    async press(message, label, patience) {
      const matches = (it: AnyComponent) => it.type === 2 && (it.label === label || it.custom_id === label)
      const action = componentAction(message, matches, `button "${label}"`)
      return perform({ as, channelId: message.channel_id, action }, patience)
    },
    async select(message, customIdPrefix, values, patience) {
      const matches = (it: AnyComponent) => it.type !== 2 && Boolean(it.custom_id?.startsWith(customIdPrefix))
      const action = { ...componentAction(message, matches, `menu "${customIdPrefix}"`), values }
      return perform({ as, channelId: message.channel_id, action }, patience)
    },
    async submit(modal, fields, patience) {
      const channelId = interactions.openModalOf(id)?.channelId ?? homeChannelId
      return perform(
        { as, channelId, action: { kind: 'modal', customId: modal.custom_id, fields } },
        patience,
      )
    },
    use: (name, message, patience) =>
      perform(
        {
          as,
          channelId: message.channel_id,
          action: { kind: 'message-command', name, messageId: message.id },
        },
        patience,
      ),
    say: (channelId, content, replyTo) =>
      speak(state, { as, channelId, content, ...(replyTo && { replyTo: replyTo.id }) }, context.baseUrl())
        .message,
    openThread: (message, name) =>
      startThread(state, { as, channelId: message.channel_id, messageId: message.id, name }).id,
  }
}

function isSettled(interaction: Interaction, until: Patience['until']): boolean {
  if (interaction.failed !== undefined) return true
  if (!interaction.answered) return false
  if (!until) return true
  return [interaction.original, ...interaction.followups].some((entry) => entry && until(entry.message))
}

function outcomeOf(interaction: Interaction): Outcome {
  const shown = (): Entry | undefined => interaction.original ?? interaction.followups.at(-1)
  return {
    get message() {
      return shown()?.message
    },
    get ephemeral() {
      return shown()?.audience !== undefined
    },
    get deferred() {
      return interaction.ack === 5 || interaction.ack === 6
    },
    get modal() {
      return interaction.modal
    },
    get failed() {
      return interaction.failed
    },
    get followups() {
      return interaction.followups.map(({ message }) => message)
    },
  } as Outcome
}

function uploaded(interactions: Interactions, value: OptionValue): string | number | boolean {
  if (typeof value !== 'object') return value
  const data = typeof value.data === 'string' ? new TextEncoder().encode(value.data) : value.data
  return interactions.upload({ name: value.name, type: value.type ?? 'application/octet-stream', data }).id
}
