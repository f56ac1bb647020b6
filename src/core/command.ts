import { z } from 'zod'
import type { CustomId } from './custom-id.js'
import type { MessageKey, Translate } from './i18n.js'
import type { Reply } from './reply.js'

/** Who asks, where, and in which language. A plain object: tests write it by hand. */
export interface Actor {
  userId: string
  guildId: string
  channelId: string
  inThread: boolean
  /** May change what the bot does in this server: Discord's Manage Server, or the role that its settings name. */
  moderator: boolean
  /** May write in this channel (Discord's Send Messages, in threads Send Messages in Threads). */
  mayPost: boolean
  locale: string
  t: Translate
  /** Of the server: what days and schedules go by unless another one is named. */
  timeZone: string
  now: number
  /** Shows a line while long work goes on; the reply replaces it. May be called as often as there is news. */
  progress(text: string): Promise<void>
}

/** One suggestion of an autocomplete: what is shown, and the option's value when it is picked. */
export interface Choice {
  name: string
  value: string
}

/** `others`: what the options hold so far, as text. */
export type Suggest<Deps> = (
  partial: string,
  actor: Actor,
  deps: Deps,
  others: Readonly<Record<string, string>>,
) => Promise<Choice[]> | Choice[]

type Fields = z.ZodRawShape
type Values<Shape extends Fields> = z.output<z.ZodObject<Shape>>

/** A button or select menu: drawn with `id.encode(state)`, answered here. `values` are a select's picks, of roles and channels their ids. */
export interface Component<Deps> {
  id: CustomId
  moderators?: boolean
  /**
   * Whether the reply replaces the message it was on (paging, the default), comes as one of its own, is shared with
   * everyone in the channel by a person who may write there, or opens a form. Discord opens forms only at once, so what
   * leads to one must not wait for anything slow.
   */
  answer?: 'update' | 'reply' | 'share' | 'form'
  run(state: never, actor: Actor, deps: Deps, values: string[]): Promise<Reply> | Reply
}

/** What a person fills in, opened by a component that replies with `{ form: { id: id.encode(state) } }`. */
export interface Form<Deps> {
  id: CustomId
  moderators?: boolean
  title: MessageKey
  /** Field name → schema from `textField`, `paragraphField` or `choiceField`, five at most. */
  fields: z.ZodObject<Fields>
  /** Whether the reply replaces the message whose component opened the form (the default) or comes as one of its own. */
  answer?: 'update' | 'reply'
  run(state: never, values: never, actor: Actor, deps: Deps): Promise<Reply> | Reply
}

/** A message as far as a command needs it. */
export interface PickedMessage {
  id: string
  /** What is written in it, the words of its embeds included. */
  text: string
  /** The web addresses in it, each once, in the order of the text; of its embeds too. */
  links: readonly string[]
}

/** An entry in the menu of a message (Apps → its name). */
export interface MessageAction<Deps> {
  /** At most 32 characters; Discord shows it as it is written. */
  name: string
  /** Known to take long: acknowledged at once. */
  slow?: boolean
  /** Whether it answers with a private message (the default) or opens a form. */
  answer?: 'reply' | 'form'
  run(message: PickedMessage, actor: Actor, deps: Deps): Promise<Reply> | Reply
}

/** What somebody wrote to the bot: by its name, or in reply to a message of the bot. */
export interface Addressed {
  /** Without the bot's name; may be empty. */
  text: string
  /** The bot is named in the text, not only replied to. */
  named: boolean
  /** Of the bot's message that it replies to, if it is a reply. */
  repliedTo?: string | undefined
}

/** What one slash command, or one subcommand of it, takes and does. */
export interface Action<Deps> {
  description: string
  /** Option name → schema. Order, lengths, choices and descriptions become Discord's option list. */
  options: z.ZodObject<Fields>
  /** Known to take long (fetching, importing): acknowledged at once instead of when it turns out slow. */
  slow?: boolean
  suggest?: Partial<Record<string, Suggest<Deps>>>
  run(values: never, actor: Actor, deps: Deps): Promise<Reply> | Reply
}

/** One slash command: either an action itself or a set of named subcommands. The default export of its file. */
export interface Command<Deps> {
  name: string
  description: string
  /** Only for Manage Server; checked when it runs, not only where Discord shows it. */
  moderators?: boolean
  action?: Action<Deps>
  subcommands?: Record<string, Action<Deps>>
  components?: Component<Deps>[]
  forms?: Form<Deps>[]
  messageActions?: MessageAction<Deps>[]
  /** Answers what is written to the bot, for everyone to see; undefined stays silent. At most one command has it. */
  onAddressed?(addressed: Addressed, actor: Actor, deps: Deps): Promise<Reply | undefined>
}

interface Typed<Deps, Shape extends Fields> {
  description: string
  options: Shape
  slow?: boolean
  suggest?: { [Name in keyof Shape]?: Suggest<Deps> }
  run(values: Values<Shape>, actor: Actor, deps: Deps): Promise<Reply> | Reply
}

/**
 * The builders that commands use, for one kind of dependencies. They only tie the type of `run` to the schema beside
 * it, which `satisfies` cannot.
 */
export function commandsWith<Deps>() {
  return {
    /** A command that is one action: `/search query:…`. */
    command<Shape extends Fields>(
      spec: Typed<Deps, Shape> & Omit<Command<Deps>, 'action' | 'subcommands'>,
    ): Command<Deps> {
      const { options, slow, suggest, run, ...command } = spec
      const { description } = command
      const action = { description, options, run, ...(slow && { slow }), ...(suggest && { suggest }) }
      return { ...command, action: actionOf(action) }
    },
    /** A command that is a set of subcommands: `/topic create`. */
    group(
      spec: Omit<Command<Deps>, 'action' | 'subcommands'> & { subcommands: Record<string, Action<Deps>> },
    ): Command<Deps> {
      return spec
    },
    /** One subcommand of a group. */
    subcommand<Shape extends Fields>(spec: Typed<Deps, Shape>): Action<Deps> {
      return actionOf(spec)
    },
    /** A button or select menu whose state travels in its `custom_id`. */
    component<Shape extends Fields>(spec: {
      id: CustomId<Shape>
      moderators?: boolean
      answer?: Component<Deps>['answer']
      run(state: Values<Shape>, actor: Actor, deps: Deps, values: string[]): Promise<Reply> | Reply
    }): Component<Deps> {
      return spec as unknown as Component<Deps>
    },
    /** A form whose state travels in its `custom_id`, beside what the person writes. */
    form<Shape extends Fields, FieldShape extends Fields>(spec: {
      id: CustomId<Shape>
      moderators?: boolean
      title: MessageKey
      fields: FieldShape
      answer?: 'update' | 'reply'
      run(state: Values<Shape>, values: Values<FieldShape>, actor: Actor, deps: Deps): Promise<Reply> | Reply
    }): Form<Deps> {
      return { ...spec, fields: z.object(spec.fields) } as unknown as Form<Deps>
    },
  }
}

function actionOf<Deps, Shape extends Fields>(spec: Typed<Deps, Shape>): Action<Deps> {
  const { options, ...rest } = spec
  return { ...rest, options: z.object(options) } as unknown as Action<Deps>
}
