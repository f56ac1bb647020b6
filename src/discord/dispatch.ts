import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Interaction,
  type Message,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js'
import type { Action, Actor, Addressed, Command, Form } from '../core/command.js'
import { UserError } from '../core/errors.js'
import { type MessageKey, type Translate, translator } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import { type AnswerOutcome, type Asked, type Metrics, noMetrics } from '../core/metrics.js'
import type { OpenForm, Reply } from '../core/reply.js'
import { storageProblemOf } from '../core/storage-problem.js'
import { escapeParams, truncate } from '../core/text.js'
import { actorOf, type Home, writerOf } from './actor.js'
import { type AnswerKind, createAnswer, errorReply, type Respondable, renderMessage } from './answer.js'
import { fieldsOf, renderForm } from './form-json.js'
import { pickMessage, readAddressed } from './read-message.js'

/** Discord gives three seconds for the first answer; what takes longer than this is acknowledged and edited in. */
const deferAfterMs = 1500
const maxChoices = 25
export interface DispatchDeps<Deps> {
  commands: readonly Command<Deps>[]
  deps: Deps
  log: Log
  now(): number
  metrics?: Metrics
  /** The server that a channel of direct messages belongs to: what is sent there comes from its sources. */
  guildOf?(channelId: string): Promise<string | undefined>
  /** What there is to say of an error that is nobody's fault and passes; undefined for all others. */
  explainPassing?(error: unknown): MessageKey | undefined
  settingsOf?(guildId: string): Promise<Omit<Home, 'guildId'>>
}

const noSettings = { locale: null, timeZone: null, moderatorRole: null }

/**
 * The one door for everything people do: find → permission → options → defer → run → send, with the one `catch`.
 * Returns the handler for discord.js's `interactionCreate`; it never rejects.
 */
export function createDispatch<Deps>({
  commands,
  deps,
  log,
  now,
  metrics = noMetrics,
  guildOf = async () => undefined,
  explainPassing = () => undefined,
  settingsOf = async () => noSettings,
}: DispatchDeps<Deps>) {
  const byName = new Map(commands.map((command) => [command.name, command]))
  const components = new Map(
    commands.flatMap((command) => command.components ?? []).map((part) => [part.id.name, part]),
  )
  const messageActions = new Map(
    commands.flatMap((command) =>
      (command.messageActions ?? []).map((entry) => [entry.name, { ...entry, command }] as const),
    ),
  )
  const listener = commands.find((command) => command.onAddressed)
  const forms = new Map(
    commands.flatMap((command) => command.forms ?? []).map((form) => [form.id.name, form]),
  )
  const running = new Set<Promise<void>>()
  /** Who is being answered: one more message waits for its turn, what else they write in the meantime is left. */
  const turns = new Map<string, Promise<void>[]>()

  function runCommand(interaction: ChatInputCommandInteraction): Promise<AnswerOutcome> {
    const found = findAction(byName.get(interaction.commandName), interaction)
    return respond(interaction, 'reply', found?.action.slow ? 0 : deferAfterMs, (actor) => {
      if (!found) throw new UserError('command.unknown')
      requireModerator(found.command.moderators, actor)
      const values = parseOptions(found.action, interaction.options.data)
      return found.action.run(values, actor, deps)
    })
  }

  function runMessageAction(interaction: MessageContextMenuCommandInteraction): Promise<AnswerOutcome> {
    const entry = messageActions.get(interaction.commandName)
    const kind = entry?.answer ?? 'reply'
    const patience = kind === 'form' ? null : deferAfterMs
    return respond(interaction, kind, entry?.slow ? 0 : patience, (actor) => {
      if (!entry) throw new UserError('command.unknown')
      requireModerator(entry.command.moderators, actor)
      return entry.run(pickMessage(interaction.targetMessage), actor, deps)
    })
  }

  /** Answers what a person wrote to the bot, where it was written. */
  async function hearMessage(message: Message): Promise<void> {
    const addressed = readAddressed(message, message.client)
    const { id } = message.author
    const before = turns.get(id) ?? []
    if (!listener?.onAddressed || !addressed || before.length > 1 || !mayAnswer(message)) return
    const turn = Promise.all(before)
      .then(() =>
        measured({ kind: 'message', name: 'message' }, message.id, answerMessage(message, addressed)),
      )
      .finally(() => {
        const left = turns.get(id)?.filter((each) => each !== turn) ?? []
        if (left.length > 0) turns.set(id, left)
        else turns.delete(id)
      })
    turns.set(id, [...before, turn])
    await turn
  }

  async function answerMessage(message: Message, addressed: Addressed): Promise<AnswerOutcome> {
    const typing = setTimeout(() => void showTyping(message), deferAfterMs)
    let t = translator(message.guild?.preferredLocale ?? '')
    try {
      const actor = writerOf(message, await homeOf(message), now())
      t = actor.t
      const reply = await listener?.onAddressed?.(addressed, actor, deps)
      if (!reply) return 'done'
      const sent = await message.reply({ ...renderMessage(reply), failIfNotExists: false })
      await reply.sent?.(sent.id)
      return 'done'
    } catch (error) {
      await message.reply(renderMessage(explain(error, message, t)))
      return outcomeOf(error)
    } finally {
      clearTimeout(typing)
    }
  }

  function runComponent(interaction: MessageComponentInteraction): Promise<AnswerOutcome> {
    const part = components.get(nameIn(interaction.customId))
    const kind = part ? (part.answer ?? 'update') : 'reply'
    return respond(interaction, kind, kind === 'form' ? null : deferAfterMs, (actor) => {
      const state = part?.id.decode(interaction.customId)
      if (!part || !state) throw new UserError('component.expired')
      requireModerator(part.moderators, actor)
      if (kind === 'share' && !actor.mayPost) throw new UserError('permission.share')
      const values = interaction.isAnySelectMenu() ? interaction.values : []
      return part.run(state as never, actor, deps, values)
    })
  }

  function runForm(interaction: ModalSubmitInteraction): Promise<AnswerOutcome> {
    const form = forms.get(nameIn(interaction.customId))
    return respond(interaction, form ? (form.answer ?? 'update') : 'reply', deferAfterMs, (actor) => {
      const state = form?.id.decode(interaction.customId)
      if (!form || !state) throw new UserError('component.expired')
      requireModerator(form.moderators, actor)
      return form.run(state as never, parseFields(form, interaction, actor.t), actor, deps)
    })
  }

  /** The form that a component opens. It is in the bot's own code: one that is missing is a fault. */
  function drawForm(opened: OpenForm, t: Translate) {
    const form = forms.get(nameIn(opened.id))
    if (!form) throw new Error(`no command has a form for ${opened.id}`)
    return renderForm(form, opened, t)
  }

  /** Where somebody is: in direct messages, the server that these come from. */
  async function homeOf(place: Pick<Interaction, 'guildId' | 'channelId'>): Promise<Home> {
    const { channelId } = place
    const guildId = place.guildId ?? (channelId === null ? undefined : await guildOf(channelId)) ?? ''
    return { guildId, ...(await settingsOf(guildId)) }
  }

  async function runAutocomplete(interaction: AutocompleteInteraction): Promise<AnswerOutcome> {
    const focused = interaction.options.getFocused(true)
    const found = findAction(byName.get(interaction.commandName), interaction)
    const suggest = found?.action.suggest?.[focused.name]
    try {
      const actor = actorOf(interaction, await homeOf(interaction), now(), async () => {})
      const allowed = !found?.command.moderators || actor.moderator
      const choices =
        suggest && allowed
          ? await suggest(String(focused.value), actor, deps, valuesOf(interaction.options.data))
          : []
      await interaction.respond(
        choices.slice(0, maxChoices).map(({ name, value }) => ({ name: truncate(name, 100) || '—', value })),
      )
      return 'done'
    } catch (error) {
      log.error(
        { err: error, interaction: interaction.id, command: interaction.commandName },
        'autocomplete failed',
      )
      if (!interaction.responded) await interaction.respond([]).catch(() => {})
      return 'fault'
    }
  }

  /**
   * Runs the work and delivers its reply, or a plain sentence about why there is none. `deferAfter` (ms) is when the
   * interaction is acknowledged if there is no reply yet; null never, as no form can be opened after that.
   */
  async function respond(
    interaction: Respondable,
    kind: AnswerKind,
    deferAfter: number | null,
    work: (actor: Actor) => Promise<Reply> | Reply,
  ): Promise<AnswerOutcome> {
    const answer = createAnswer(interaction, kind)
    const t = translator(interaction.locale)
    const defer = () => void answer.defer().catch(() => {})
    const timer = deferAfter === null ? undefined : setTimeout(defer, deferAfter)
    try {
      const home = await homeOf(interaction)
      const reply = await work(actorOf(interaction, home, now(), async (text) => answer.progress(text)))
      if (reply.form) await answer.open(drawForm(reply.form, t))
      else await answer.send(reply)
      return 'done'
    } catch (error) {
      const reply = explain(error, interaction, t)
      await answer.fail(reply).catch((failure: unknown) => {
        log.warn({ err: failure, interaction: interaction.id }, 'reply not accepted')
      })
      return outcomeOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  /** A user error in the person's words; anything else is logged under the reference they are shown. */
  function explain(error: unknown, asked: Respondable | Message, t: Translate): Reply {
    if (error instanceof UserError) return errorReply(t(error.key, escapeParams(error.params)))
    const { id: reference, guildId: guild } = asked
    const passing = explainPassing(error)
    if (passing) {
      log.warn({ reference, what: nameOf(asked), guild, passing }, 'not answered')
      return errorReply(t(passing))
    }
    log.error({ err: error, reference, what: nameOf(asked), guild }, 'interaction failed')
    const problem = storageProblemOf(error)
    return errorReply(problem ? t('error.notStored', { problem }) : t('error.fault', { reference }))
  }

  /** What is asked for, by the bot's own names: those that come from outside could be anything. */
  function askedOf(interaction: Interaction): Asked {
    if (interaction.isMessageComponent())
      return { kind: 'component', name: knownName(nameIn(interaction.customId), components) }
    if (interaction.isModalSubmit())
      return { kind: 'form', name: knownName(nameIn(interaction.customId), forms) }
    const kind = interaction.isAutocomplete() ? 'suggestions' : 'command'
    const known = interaction.isMessageContextMenuCommand() ? messageActions : byName
    return { kind, name: knownName(interaction.commandName, known) }
  }

  async function handle(interaction: Interaction): Promise<AnswerOutcome> {
    if (interaction.isChatInputCommand()) return runCommand(interaction)
    if (interaction.isMessageContextMenuCommand()) return runMessageAction(interaction)
    if (interaction.isMessageComponent()) return runComponent(interaction)
    if (interaction.isModalSubmit()) return runForm(interaction)
    if (interaction.isAutocomplete()) return runAutocomplete(interaction)
    throw new Error(`an interaction of type ${interaction.type} is not known`)
  }

  /** Measures until everything is answered. */
  async function measured(asked: Asked, id: string, work: Promise<AnswerOutcome>): Promise<void> {
    const started = performance.now()
    const outcome = await work
    const ms = performance.now() - started
    metrics.interactionAnswered(asked, outcome, ms)
    log.debug({ interaction: id, ...asked, outcome, ms: Math.round(ms) }, 'answered')
  }

  function keep(work: Promise<void>, id: string): void {
    const done: Promise<void> = work
      .catch((error: unknown) => log.error({ err: error, interaction: id }, 'dispatch failed'))
      .finally(() => running.delete(done))
    running.add(done)
  }

  return {
    handle(interaction: Interaction): void {
      const { id } = interaction
      keep(measured(askedOf(interaction), id, handle(interaction)), id)
    },
    /** The handler for discord.js's `messageCreate`; it never rejects. */
    hear: (message: Message): void => keep(hearMessage(message), message.id),
    /** Resolves when everything that was begun has been answered. */
    async idle(): Promise<void> {
      await Promise.all(running)
    },
  }
}

function outcomeOf(error: unknown): AnswerOutcome {
  return error instanceof UserError ? 'refused' : 'fault'
}

function knownName(name: string, known: ReadonlyMap<string, unknown>): string {
  return known.has(name) ? name : 'unknown'
}

function requireModerator(needed: boolean | undefined, actor: Actor): void {
  if (needed && !actor.moderator) throw new UserError('permission.moderators')
}

/** Asking Discord in vain would count as misuse. */
function mayAnswer({ channel, guild }: Message): boolean {
  const me = guild?.members.me
  if (!me || channel.isDMBased() || !channel.isSendable()) return false
  const { ViewChannel, SendMessages, SendMessagesInThreads, EmbedLinks, ReadMessageHistory } =
    PermissionFlagsBits
  const sending = channel.isThread() ? SendMessagesInThreads : SendMessages
  return channel.permissionsFor(me).has([ViewChannel, sending, EmbedLinks, ReadMessageHistory])
}

async function showTyping({ channel }: Message): Promise<void> {
  if (channel.isSendable()) await channel.sendTyping().catch(() => {})
}

function nameOf(asked: Respondable | Message): string {
  if ('commandName' in asked) return asked.commandName
  return 'customId' in asked ? asked.customId : 'message'
}

function findAction<Deps>(
  command: Command<Deps> | undefined,
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
): { command: Command<Deps>; action: Action<Deps> } | undefined {
  const name = interaction.options.getSubcommand(false)
  const action = name === null ? command?.action : command?.subcommands?.[name]
  return command && action && { command, action }
}

/** Discord checks options against what is registered, but its clients may hold an older list. */
function parseOptions<Deps>(action: Action<Deps>, data: readonly CommandInteractionOption[]): never {
  const options = data[0]?.options ?? data
  const values = options.map((option) => [option.name, optionValue(option)])
  const result = action.options.safeParse(Object.fromEntries(values))
  if (result.success) return result.data as never
  throw new UserError('option.invalid', { option: String(result.error.issues[0]?.path[0] ?? '') })
}

/** What the options hold while one of them is being typed. */
function valuesOf(data: readonly CommandInteractionOption[]): Record<string, string> {
  const options = data[0]?.options ?? data
  return Object.fromEntries(options.map(({ name, value }) => [name, String(value ?? '')]))
}

function optionValue({ value, attachment }: CommandInteractionOption): unknown {
  if (!attachment) return value
  const { name, size, contentType, url } = attachment
  return { name, size, contentType, url }
}

/** What was written into a form; a field that was left empty is absent. */
function parseFields<Deps>(form: Form<Deps>, interaction: ModalSubmitInteraction, t: Translate): never {
  const written = [...interaction.fields.fields.values()].flatMap((field) => {
    const value = 'value' in field ? field.value : 'values' in field ? field.values[0] : undefined
    return value ? [[field.customId, value]] : []
  })
  const result = form.fields.safeParse(Object.fromEntries(written))
  if (result.success) return result.data as never
  const label = fieldsOf(form)[String(result.error.issues[0]?.path[0] ?? '')]?.label
  throw new UserError('form.invalid', { field: label ? t(label) : '' })
}

/** The part of a custom id that says whose it is. */
function nameIn(customId: string): string {
  return customId.split(':', 1)[0] ?? ''
}
