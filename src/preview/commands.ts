import {
  type APIApplicationCommand,
  ApplicationCommandType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { refusals } from './api-error.js'
import { type CommandBody, checkCommandSet, parseCommand } from './command-rules.js'
import type { LocalGuild } from './objects.js'
import type { State } from './state.js'

/** Where a command is registered: in one server, or everywhere. */
export type Scope = string | undefined

/** The commands of a scope, oldest first. */
export function commandsIn(state: State, scope: Scope): APIApplicationCommand[] {
  return [...state.commands.values()].filter((it) => it.guild_id === scope)
}

/** The command of that id in that scope, or Discord's 10063. */
export function commandIn(state: State, scope: Scope, id: string): APIApplicationCommand {
  const found = state.commands.get(id)
  if (!found || found.guild_id !== scope) throw refusals.unknownCommand()
  return found
}

/** Adds a command, or overwrites the one of the same name and type; tells which it was. */
export function upsertCommand(
  state: State,
  scope: Scope,
  body: unknown,
): { command: APIApplicationCommand; created: boolean } {
  const parsed = parseCommand(body)
  const earlier = sameCommand(state, scope, parsed)
  if (!earlier) checkCommandSet([...commandsIn(state, scope), parsed])
  const command = drawCommand(state, scope, parsed, earlier?.id)
  state.commands.set(command.id, command)
  state.emit({ kind: 'commands' })
  return { command, created: !earlier }
}

/** Replaces all commands of a scope; those that keep name and type keep their id. */
export function replaceCommands(
  state: State,
  scope: Scope,
  bodies: readonly unknown[],
): APIApplicationCommand[] {
  const parsed = bodies.map(parseCommand)
  checkCommandSet(parsed)
  const drawn = parsed.map((it) => drawCommand(state, scope, it, sameCommand(state, scope, it)?.id))
  for (const { id } of commandsIn(state, scope)) state.commands.delete(id)
  for (const command of drawn) state.commands.set(command.id, command)
  state.emit({ kind: 'commands' })
  return drawn
}

/** Changes the fields that the body names. */
export function patchCommand(state: State, scope: Scope, id: string, body: object): APIApplicationCommand {
  const before = commandIn(state, scope, id)
  const command = drawCommand(state, scope, parseCommand({ ...before, ...body }), id)
  state.commands.set(id, command)
  state.emit({ kind: 'commands' })
  return command
}

/** Removes a command, or answers 10063. */
export function deleteCommand(state: State, scope: Scope, id: string): void {
  commandIn(state, scope, id)
  state.commands.delete(id)
  state.emit({ kind: 'commands' })
}

/**
 * What a person may use in a server, or in direct messages when none is given: of commands with the same name the
 * server's own comes first, direct messages have only global ones. A server that the bot is not in has none.
 * `default_member_permissions` "0" leaves administrators, who always may.
 */
export function usableCommands(state: State, userId: string, guild?: LocalGuild): APIApplicationCommand[] {
  if (guild && !guild.members.has(state.bot.id)) return []
  const direct = guild === undefined
  const held = guild ? state.memberPermissions(guild, userId) : 0n
  const scopes = guild ? [guild.id, undefined] : [undefined]
  const all = scopes.flatMap((scope) => commandsIn(state, scope))
  return all
    .filter((it, i) => all.findIndex((other) => other.name === it.name && other.type === it.type) === i)
    .filter(({ contexts }) => !contexts || contexts.includes(direct ? 1 : 0))
    .filter(({ default_member_permissions: needed }) => direct || mayUse(held, needed))
}

function mayUse(held: bigint, needed: string | null): boolean {
  if (needed === null || held & PermissionFlagsBits.Administrator) return true
  return BigInt(needed) !== 0n && (held & BigInt(needed)) === BigInt(needed)
}

function sameCommand(state: State, scope: Scope, body: CommandBody): APIApplicationCommand | undefined {
  const type = body.type ?? ApplicationCommandType.ChatInput
  return commandsIn(state, scope).find((it) => it.name === body.name && it.type === type)
}

function drawCommand(
  state: State,
  scope: Scope,
  body: CommandBody,
  id = state.newId(),
): APIApplicationCommand {
  const permissions = body.default_member_permissions
  return {
    id,
    application_id: state.applicationId,
    version: state.newId(),
    type: body.type ?? ApplicationCommandType.ChatInput,
    name: body.name,
    name_localizations: body.name_localizations ?? null,
    description: body.description ?? '',
    description_localizations: body.description_localizations ?? null,
    default_member_permissions: permissions == null ? null : String(permissions),
    nsfw: body.nsfw ?? false,
    ...(body.options && { options: body.options }),
    ...(scope ? { guild_id: scope } : globalFields(body)),
  }
}

function globalFields({ contexts, integration_types }: CommandBody) {
  return {
    contexts: contexts ?? null,
    integration_types: integration_types ?? [0],
  }
}
