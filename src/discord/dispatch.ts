import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js'
import type { Action, Actor, Command } from '../core/command.js'
import { UserError } from '../core/errors.js'
import { type Translate, translator } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import type { Reply } from '../core/reply.js'
import { escapeParams, truncate } from '../core/text.js'
import { renderReply } from './render-reply.js'

type Respondable = ChatInputCommandInteraction | MessageComponentInteraction

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
  const running = new Set<Promise<void>>()

  function runCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const found = findAction(byName.get(interaction.commandName), interaction)
    return respond(interaction, { update: false, slow: found?.action.slow ?? false }, (actor) => {
      if (!found) throw new UserError('command.unknown')
      requireModerator(found.command.moderators, actor)
      const values = parseOptions(found.action, interaction.options.data)
      return found.action.run(values, actor, deps)
    })
  }

  function runComponent(interaction: MessageComponentInteraction): Promise<void> {
    const part = components.get(interaction.customId.split(':', 1)[0] ?? '')
    const update = part !== undefined && part.answer !== 'reply'
    return respond(interaction, { update, slow: false }, (actor) => {
      const state = part?.id.decode(interaction.customId)
      if (!part || !state) throw new UserError('component.expired')
      requireModerator(part.moderators, actor)
      const values = interaction.isStringSelectMenu() ? interaction.values : []
      return part.run(state as never, actor, deps, values)
    })
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

  /** Runs the work and delivers its reply, or a plain sentence about why there is none. */
  async function respond(
    interaction: Respondable,
    { update, slow }: { update: boolean; slow: boolean },
    work: (actor: Actor) => Promise<Reply> | Reply,
  ): Promise<void> {
    const answer = createAnswer(interaction, update)
    const actor = actorOf(interaction, now(), async (text) => answer.progress(text))
    const timer = setTimeout(() => void answer.defer().catch(() => {}), slow ? 0 : deferAfterMs)
    try {
      await answer.send(await work(actor))
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
function createAnswer(interaction: Respondable, update: boolean) {
  let acknowledged: Promise<unknown> | undefined
  let nextProgressAt = 0

  function defer(): Promise<unknown> {
    acknowledged ??=
      update && interaction.isMessageComponent()
        ? interaction.deferUpdate()
        : interaction.deferReply({ flags: MessageFlags.Ephemeral })
    return acknowledged
  }

  async function send(reply: Reply): Promise<void> {
    const body = renderReply(reply)
    if (acknowledged) {
      await acknowledged
      await interaction.editReply(body)
      return
    }
    acknowledged =
      update && interaction.isMessageComponent()
        ? interaction.update(body)
        : interaction.reply({ ...body, flags: MessageFlags.Ephemeral })
    try {
      await acknowledged
    } catch (error) {
      // Nothing was acknowledged: there can still be a first response, one that says what went wrong.
      acknowledged = undefined
      throw error
    }
  }

  return {
    defer,
    send,
    async progress(text: string): Promise<void> {
      if (Date.now() < nextProgressAt) return
      nextProgressAt = Date.now() + progressEveryMs
      await defer()
      await interaction.editReply({ content: truncate(text, 2000) })
    },
    /** An error never replaces the message a button is on: it comes as a private message of its own. */
    async fail(reply: Reply): Promise<void> {
      if (!update) return send(reply)
      const body = { ...renderReply(reply), flags: MessageFlags.Ephemeral } as const
      if (acknowledged) {
        await acknowledged.catch(() => {})
        await interaction.followUp(body)
      } else await interaction.reply(body)
    },
  }
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
    locale: interaction.locale,
    t: translator(interaction.locale),
    now,
    progress,
  }
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
  const result = action.options.safeParse(Object.fromEntries(options.map(({ name, value }) => [name, value])))
  if (result.success) return result.data as never
  throw new UserError('option.invalid', { option: String(result.error.issues[0]?.path[0] ?? '') })
}
