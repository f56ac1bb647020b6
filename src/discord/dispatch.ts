import {
  type APIModalInteractionResponseCallbackData,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalMessageModalSubmitInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js'
import type { Action, Actor, Command, Form } from '../core/command.js'
import { UserError } from '../core/errors.js'
import { type Translate, translator } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import type { OpenForm, Reply } from '../core/reply.js'
import { escapeParams, truncate } from '../core/text.js'
import { fieldsOf, renderForm } from './form-json.js'
import { renderFiles, renderReply } from './render-reply.js'

type Respondable = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction
/**
 * Where an answer goes: a message of its own, the message the interaction came from, a message that everyone in the
 * channel sees, or a form that is opened.
 */
type AnswerKind = 'reply' | 'update' | 'share' | 'form'

/** Discord gives three seconds for the first answer; what takes longer than this is acknowledged and edited in. */
const deferAfterMs = 1500
/** Progress is shown at most this often: Discord allows few edits. What comes between is left out. */
const progressEveryMs = 2000
const maxChoices = 25
const errorColor = 0xd64545

export interface DispatchDeps<Deps> {
  commands: readonly Command<Deps>[]
  deps: Deps
  log: Log
  now(): number
}

/**
 * The one door for everything people do: find → permission → options → defer → run → send, with the one `catch`.
 * Returns the handler for discord.js's `interactionCreate`; it never rejects.
 */
export function createDispatch<Deps>({ commands, deps, log, now }: DispatchDeps<Deps>) {
  const byName = new Map(commands.map((command) => [command.name, command]))
  const components = new Map(
    commands.flatMap((command) => command.components ?? []).map((part) => [part.id.name, part]),
  )
  const forms = new Map(
    commands.flatMap((command) => command.forms ?? []).map((form) => [form.id.name, form]),
  )
  const running = new Set<Promise<void>>()

  function runCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const found = findAction(byName.get(interaction.commandName), interaction)
    return respond(interaction, 'reply', found?.action.slow ? 0 : deferAfterMs, (actor) => {
      if (!found) throw new UserError('command.unknown')
      requireModerator(found.command.moderators, actor)
      const values = parseOptions(found.action, interaction.options.data)
      return found.action.run(values, actor, deps)
    })
  }

  function runComponent(interaction: MessageComponentInteraction): Promise<void> {
    const part = components.get(nameIn(interaction.customId))
    const kind = part ? (part.answer ?? 'update') : 'reply'
    return respond(interaction, kind, kind === 'form' ? null : deferAfterMs, (actor) => {
      const state = part?.id.decode(interaction.customId)
      if (!part || !state) throw new UserError('component.expired')
      requireModerator(part.moderators, actor)
      if (kind === 'share' && !actor.mayPost) throw new UserError('permission.share')
      const values = interaction.isStringSelectMenu() ? interaction.values : []
      return part.run(state as never, actor, deps, values)
    })
  }

  function runForm(interaction: ModalSubmitInteraction): Promise<void> {
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

  async function runAutocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const focused = interaction.options.getFocused(true)
    const found = findAction(byName.get(interaction.commandName), interaction)
    const suggest = found?.action.suggest?.[focused.name]
    const actor = actorOf(interaction, now(), async () => {})
    const allowed = !found?.command.moderators || actor.moderator
    try {
      const choices = suggest && allowed ? await suggest(String(focused.value), actor, deps) : []
      await interaction.respond(
        choices.slice(0, maxChoices).map(({ name, value }) => ({ name: truncate(name, 100) || '—', value })),
      )
    } catch (error) {
      log.error(
        { err: error, interaction: interaction.id, command: interaction.commandName },
        'autocomplete failed',
      )
      if (!interaction.responded) await interaction.respond([]).catch(() => {})
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
  ): Promise<void> {
    const answer = createAnswer(interaction, kind)
    const actor = actorOf(interaction, now(), async (text) => answer.progress(text))
    const defer = () => void answer.defer().catch(() => {})
    const timer = deferAfter === null ? undefined : setTimeout(defer, deferAfter)
    try {
      const reply = await work(actor)
      if (reply.form) await answer.open(drawForm(reply.form, actor.t))
      else await answer.send(reply)
    } catch (error) {
      const reply = explain(error, interaction, actor.t)
      await answer.fail(reply).catch((failure: unknown) => {
        log.warn({ err: failure, interaction: interaction.id }, 'reply not accepted')
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** A user error in the person's words; anything else is logged under the reference they are shown. */
  function explain(error: unknown, interaction: Respondable, t: Translate): Reply {
    if (error instanceof UserError) return errorReply(t(error.key, escapeParams(error.params)))
    const what = interaction.isChatInputCommand() ? interaction.commandName : interaction.customId
    log.error(
      { err: error, reference: interaction.id, what, guild: interaction.guildId },
      'interaction failed',
    )
    return errorReply(t('error.fault', { reference: interaction.id }))
  }

  async function handle(interaction: Interaction): Promise<void> {
    if (interaction.isChatInputCommand()) return runCommand(interaction)
    if (interaction.isMessageComponent()) return runComponent(interaction)
    if (interaction.isModalSubmit()) return runForm(interaction)
    if (interaction.isAutocomplete()) return runAutocomplete(interaction)
  }

  return {
    handle(interaction: Interaction): void {
      const done: Promise<void> = handle(interaction)
        .catch((error: unknown) => log.error({ err: error, interaction: interaction.id }, 'dispatch failed'))
        .finally(() => running.delete(done))
      running.add(done)
    },
    /** Resolves when everything that was begun has been answered. */
    async idle(): Promise<void> {
      await Promise.all(running)
    },
  }
}

/** One interaction's answer: the first response, then edits of it. Each method knows what has happened before. */
function createAnswer(interaction: Respondable, kind: AnswerKind) {
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
      await interaction.followUp(body)
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
      if (acknowledged || !interaction.isMessageComponent())
        throw new Error(`the form ${form.custom_id} must come first: give its component answer: 'form'`)
      await acknowledge(interaction.showModal(form))
    },
    async progress(text: string): Promise<void> {
      if (Date.now() < nextProgressAt) return
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
function renderMessage(reply: Reply) {
  const files = renderFiles(reply).map(({ name, data }) => ({ name, attachment: data }))
  return { ...renderReply(reply), files }
}

function errorReply(text: string): Reply {
  return { embeds: [{ description: text, color: errorColor }] }
}

function requireModerator(needed: boolean | undefined, actor: Actor): void {
  if (needed && !actor.moderator) throw new UserError('permission.moderators')
}

function actorOf(
  interaction: Respondable | AutocompleteInteraction,
  now: number,
  progress: Actor['progress'],
): Actor {
  return {
    userId: interaction.user.id,
    guildId: interaction.guildId ?? '',
    channelId: interaction.channelId ?? '',
    moderator: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    mayPost: mayPost(interaction),
    locale: interaction.locale,
    t: translator(interaction.locale),
    now,
    progress,
  }
}

function mayPost({ channel, memberPermissions }: Respondable | AutocompleteInteraction): boolean {
  const needed = channel?.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages
  return memberPermissions?.has(needed) ?? false
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

function optionValue({ value, attachment }: CommandInteractionOption): unknown {
  if (!attachment) return value
  const { name, size, contentType, url } = attachment
  return { name, size, contentType, url }
}

/** What was written into a form; a field that was left empty is absent. */
function parseFields<Deps>(form: Form<Deps>, interaction: ModalSubmitInteraction, t: Translate): never {
  const written = [...interaction.fields.fields.values()].flatMap((field) =>
    'value' in field && field.value !== '' ? [[field.customId, field.value]] : [],
  )
  const result = form.fields.safeParse(Object.fromEntries(written))
  if (result.success) return result.data as never
  const label = fieldsOf(form)[String(result.error.issues[0]?.path[0] ?? '')]?.label
  throw new UserError('form.invalid', { field: label ? t(label) : '' })
}

/** The part of a custom id that says whose it is. */
function nameIn(customId: string): string {
  return customId.split(':', 1)[0] ?? ''
}
