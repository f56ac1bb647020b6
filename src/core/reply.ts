/**
 * What a command returns: data, drawn by `discord/`. The limits of Discord are applied there, in one place. Replies are
 * private: only the person who asked sees them. What a channel sees are the posts of its subscriptions.
 */
export interface Reply {
  content?: string
  embeds?: Embed[]
  /** Rows of buttons, or of one select menu each. */
  rows?: (Button | Select)[][]
}

export interface Embed {
  title?: string
  url?: string
  description?: string
  /** RGB as one number. */
  color?: number
  author?: { name: string; url?: string }
  fields?: { name: string; value: string; inline?: boolean }[]
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
  choices: { label: string; value: string; description?: string }[]
  min?: number
  max?: number
}
