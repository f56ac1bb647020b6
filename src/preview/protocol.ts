import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10'

/**
 * What the preview page and the local Discord say to each other. The page plays the part of Discord's own client: it
 * never talks to the bot, only to the local Discord, over one WebSocket and a few POSTs below `/preview/`.
 */

/** The person the page acts as. */
export type Persona = 'member' | 'moderator'

/** The languages that a person can choose on the page, by Discord's locale codes. */
export type PreviewLocale = 'en-US' | 'zh-CN' | 'de' | 'es-ES' | 'ja'

export interface PreviewChannel {
  id: string
  /** None for direct messages. */
  guildId: string | null
  name: string
  /** Discord's channel type: 0 text, 5 announcement, 15 forum, 11 public thread, 1 DM. */
  type: number
  topic: string | null
  /** The channel that a thread was opened in. */
  parentId: string | null
}

export interface PreviewUser {
  id: string
  name: string
  /** The bot. */
  app?: boolean
}

/** A server that the persona is in. */
export interface PreviewGuild {
  id: string
  name: string
  hasBot: boolean
  /** The persona may add the bot, or remove it. */
  mayManage: boolean
  members: PreviewUser[]
  /** @everyone aside. */
  roles: { id: string; name: string }[]
  /** Commands this persona may use there (default_member_permissions applied). */
  commands: APIApplicationCommand[]
}

/** A message as that persona sees it: ephemeral messages (flag 64) reach only the persona they are for. */
export type PreviewMessage = APIMessage

/** First frame on the WebSocket `/preview/events?as=member`, and again whenever everything may have changed. */
export interface Snapshot {
  type: 'snapshot'
  persona: Persona
  user: { id: string; name: string }
  bot: { id: string; name: string; online: boolean }
  guilds: PreviewGuild[]
  channels: PreviewChannel[]
  /** Commands this persona may use in direct messages. */
  directCommands: APIApplicationCommand[]
  /** Oldest first. */
  messages: PreviewMessage[]
}

export type PreviewEvent =
  | Snapshot
  | { type: 'message'; message: PreviewMessage }
  | { type: 'message-deleted'; channelId: string; id: string }
  /** Commands, members or roles changed, or the bot came into a server or left it. */
  | { type: 'guilds'; guilds: PreviewGuild[]; directCommands: APIApplicationCommand[] }
  | { type: 'bot'; online: boolean }
  /** The bot answered an interaction with a form. */
  | { type: 'modal'; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  /** The bot did not answer within three seconds, or its answer was refused. */
  | { type: 'interaction-failed'; interactionId: string; channelId: string; reason: string }

/** POST `/preview/interactions` → `{ id }`; what it leads to arrives as events. 400 `{ error }` when malformed. */
export interface InteractionRequest {
  as: Persona
  channelId: string
  /** The person's language; English when absent. */
  locale?: PreviewLocale
  action:
    | { kind: 'command'; name: string; options: CommandOptionValue[] }
    /** An entry in the menu of a message: a command of type 3. */
    | { kind: 'message-command'; name: string; messageId: string }
    | { kind: 'component'; messageId: string; customId: string; values?: string[] }
    | { kind: 'modal'; customId: string; fields: FormValues }
}

/** By custom id: what was typed into a field, or picked in a menu. */
export type FormValues = Record<string, string | string[]>

/** As Discord nests them: a subcommand (type 1) holds its options. Channel, role, user options carry the id. */
export interface CommandOptionValue {
  name: string
  type: number
  value?: string | number | boolean
  options?: CommandOptionValue[]
  focused?: boolean
}

/** POST `/preview/autocomplete` with a command action whose focused option has `focused: true`. */
export type AutocompleteRequest = InteractionRequest
export interface AutocompleteResponse {
  choices: APIApplicationCommandOptionChoice[]
}

/** POST `/preview/attachments?name=feeds.opml`, the file as body: its id is the value of an attachment option. */
export interface AttachmentResponse {
  id: string
}

/** POST `/preview/messages`: the persona writes a plain message. */
export interface MessageRequest {
  as: Persona
  channelId: string
  content: string
  /** The message that it answers. */
  replyTo?: string
}

/** POST `/preview/guilds`: the persona adds the bot to a server, or removes it. */
export interface GuildRequest {
  as: Persona
  guildId: string
  hasBot: boolean
}

/** POST `/preview/threads` → `{ id }`: the persona opens a thread from a message. */
export interface ThreadRequest {
  as: Persona
  channelId: string
  messageId: string
  name: string
}
