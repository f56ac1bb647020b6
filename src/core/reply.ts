/**
 * What a command returns: data, drawn by `discord/`. The limits of Discord are applied there, in one place. Replies are
 * private: only the person who asked sees them. What a channel sees are the posts of its subscriptions, and what
 * people share with it.
 */
export interface Reply {
  content?: string
  embeds?: Embed[]
  /** Rows of buttons, or of one select menu each. */
  rows?: (Button | Select | EntitySelect)[][]
  /** Attached to the message, ten at most. */
  files?: ReplyFile[]
  /** Called with the id of the message, when it is one that everyone sees: what is said in answer to it has one. */
  sent?(messageId: string): Promise<void>
  /** Roles that it may ping, by id; nothing else ever can. */
  mentions?: readonly string[]
  /** How it is called as a post of a forum, with the ids of its tags. */
  post?: { name: string; tags?: readonly string[] }
  /** Opens a form instead of a message; only a component with `answer: 'form'` can. */
  form?: OpenForm
}

export interface ReplyFile {
  name: string
  data: string | Uint8Array
  /** What a picture shows, for those who cannot see it. */
  description?: string
}

/** A form that was built with `form(...)`, to be filled in. */
export interface OpenForm {
  /** From its `id.encode(...)`. */
  id: string
  /** What its fields hold already. */
  values?: Record<string, string>
}

export interface Embed {
  title?: string
  url?: string
  description?: string
  /** RGB as one number. */
  color?: number
  author?: { name: string; url?: string }
  fields?: { name: string; value: string; inline?: boolean }[]
  /** A picture below the text: an http(s) address, which Discord fetches itself. */
  image?: string
  footer?: string
  /** ms since the epoch. */
  timestamp?: number
}

export interface Button {
  label: string
  style?: 'primary' | 'secondary' | 'success' | 'danger'
  /** From `customId(...).encode(...)`; a link button has a `url` instead. */
  id?: string
  url?: string
  disabled?: boolean
}

export interface Select {
  id: string
  placeholder: string
  choices: { label: string; value: string; description?: string; picked?: boolean }[]
  min?: number
  max?: number
}

/** A menu of the server's own roles or channels, which Discord lists itself; its values are their ids. */
export interface EntitySelect {
  id: string
  kind: 'role' | 'channel'
  placeholder: string
  /** Of channels: only these of Discord's types. */
  channelTypes?: readonly number[]
  /** What is chosen so far. */
  picked?: readonly string[]
  min?: number
  max?: number
}
